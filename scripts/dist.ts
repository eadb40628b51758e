// npm run dist [-- --unsigned-dev] [--target dir|deb|AppImage|nsis|dmg …]: packages the workstation for this system.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { buildWorkstation } from './lib/build.ts';
import { signFile, writeChecksums } from './packaging/checksums.ts';
import { writeDebianPackage } from './packaging/debian-package.ts';
import { wrongFuses } from './packaging/fuses.ts';
import { writeSbom } from './packaging/sbom.ts';
import { missingSigningIdentity, RELEASE_KEY } from './packaging/signing-identity.ts';
import { chooseTargets } from './packaging/targets.ts';
import type { ElectronRuntime } from './runtime/electron-layout.ts';
import { ensureElectronRuntime } from './runtime/electron-runtime.ts';
import { projectRoot } from './runtime/paths.ts';

const { values } = parseArgs({
  options: {
    'unsigned-dev': { type: 'boolean', default: false },
    target: { type: 'string', multiple: true, default: [] },
  },
});
const unsigned = values['unsigned-dev'];
const targets = chooseTargets(values.target, process.platform, unsigned);
const output = join(projectRoot, 'dist', unsigned ? 'unsigned-dev' : 'release');
const unpacked: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux-unpacked',
  win32: 'win-unpacked',
  darwin: process.arch === 'arm64' ? 'mac-arm64' : 'mac',
};
const application = join(output, unpacked[process.platform] ?? '');

const missing = unsigned ? [] : missingSigningIdentity(process.platform, process.env);
if (missing.length > 0) refuse(missing);
else await dist();

function refuse(lines: readonly string[]): void {
  const list = lines.map((line) => `  ${line}\n`).join('');
  process.stderr.write(`A release has to be signed. Missing:\n${list}`);
  process.stderr.write('For a package of your own to try out: npm run dist -- --unsigned-dev\n');
  process.exitCode = 1;
}

async function dist(): Promise<void> {
  const runtime = await ensureElectronRuntime();
  if (!unsigned && !runtime.origin.startsWith('electron@')) {
    throw new Error(`A release is built from the official Electron only, not from ${runtime.origin}.`);
  }
  await buildWorkstation();
  rmSync(output, { recursive: true, force: true });
  const artefacts = await packageWith(runtime);
  const wrong = await wrongFuses(executableOf(application));
  if (wrong.length > 0) throw new Error(`The package has fuses that stand wrong: ${wrong.join(', ')}`);
  if (targets.deb) artefacts.push(await packageForDebian());
  artefacts.push(await writeSbom(output, runtime));
  const checksums = await writeChecksums(output, artefacts);
  if (!unsigned) signFile(checksums, process.env[RELEASE_KEY] ?? '');
  process.stdout.write(`Packaged:\n${[application, ...artefacts].map((file) => `  ${file}\n`).join('')}`);
}

function packageWith({ folder, version }: ElectronRuntime): Promise<string[]> {
  return build({
    projectDir: projectRoot,
    publish: 'never',
    targets: Platform.current().createTarget(targets.builder, Arch[process.arch as 'x64' | 'arm64']),
    config: {
      extends: ['electron-builder.yml', ...(unsigned ? ['electron-builder.unsigned-dev.yml'] : [])],
      directories: { output },
      electronDist: folder,
      electronVersion: version,
    },
  });
}

function executableOf(folder: string): string {
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'NCB Workstation.exe',
    darwin: 'NCB Workstation.app',
  };
  return join(folder, names[process.platform] ?? 'ncb-workstation');
}

async function packageForDebian(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const name = `ncb-workstation-${version}-linux-${process.arch}${unsigned ? '-UNSIGNED-DEV' : ''}.deb`;
  const file = join(output, name);
  await writeDebianPackage({ unpacked: application, version, file, compression: unsigned ? 'gzip' : 'xz' });
  return file;
}
