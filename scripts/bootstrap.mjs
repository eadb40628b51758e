#!/usr/bin/env node
// The one door to every npm script. Plain Node without dependencies, so that it works in a fresh clone:
// it installs what package-lock.json names when node_modules is missing or differs, then runs scripts/<command>.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MINIMUM_NODE = [20, 19];
const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** The file that runs a command: `test:e2e` is scripts/test-e2e.ts; the hub is run as it is. */
function commandFile(command) {
  if (command === 'hub') return join(projectRoot, 'hub', 'main.ts');
  return join(projectRoot, 'scripts', `${command.replaceAll(':', '-')}.ts`);
}

function commandNames() {
  const scripts = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).scripts;
  return Object.keys(scripts).filter((name) => scripts[name].includes('scripts/bootstrap.mjs'));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
    fail(`Node ${MINIMUM_NODE.join('.')} or newer is needed, this is ${process.versions.node}.`);
  }
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined;
}

/** True when node_modules holds exactly the versions of package-lock.json (optional packages of other systems may be absent). */
function dependenciesInstalled() {
  const wanted = packagesOf(join(projectRoot, 'package-lock.json'));
  const present = packagesOf(join(projectRoot, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    if (!present[path]) return Boolean(entry.optional || entry.peer);
    return present[path].version === entry.version;
  });
}

function installDependencies() {
  if (dependenciesInstalled()) return;
  process.stdout.write('Installing the packages of package-lock.json (npm ci) …\n');
  const done = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) fail(`npm ci failed (${done.error?.message ?? `exit code ${done.status}`}).`);
}

async function run(command, args) {
  const file = commandFile(command);
  if (!existsSync(file)) fail(`There is no ${file.slice(projectRoot.length + 1)} yet.`);
  const { register } = await import('tsx/esm/api');
  register();
  process.chdir(projectRoot);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

const [command, ...args] = process.argv.slice(2);
checkNode();
if (!command || !commandNames().includes(command)) {
  fail(`Usage: node scripts/bootstrap.mjs <${commandNames().join('|')}> [arguments]`);
}
installDependencies();
await run(command, args);
