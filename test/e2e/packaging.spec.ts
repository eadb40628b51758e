import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { run } from '../../scripts/lib/run.ts';
import { wrongFuses } from '../../scripts/packaging/fuses.ts';
import { giveToDeskUser, writeLauncher } from '../../scripts/runtime/desk-user.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { killProcessTree, processTree } from '../helpers/process-tree.ts';

const output = join(projectRoot, 'dist', 'unsigned-dev');
const unpacked = join(output, 'linux-unpacked');

function dist(...args: string[]): ReturnType<typeof run> {
  const { NCB_RELEASE_KEY: _key, ...env } = process.env;
  return run(process.execPath, ['scripts/bootstrap.mjs', 'dist', ...args], { cwd: projectRoot, env });
}

test.describe('npm run dist', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncb-package-'));
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses a release that nothing can sign, and says what is missing', async () => {
    const { exitCode, output: said } = await dist();
    expect(exitCode).toBe(1);
    expect(said).toContain('A release has to be signed');
    expect(said).toContain('NCB_RELEASE_KEY');
  });

  test('makes a package to try out, with every fuse as it has to stand and a bill of all materials', async () => {
    const { exitCode, output: said } = await dist('--unsigned-dev', '--target', 'dir');
    expect(exitCode, said).toBe(0);
    expect(await wrongFuses(join(unpacked, 'ncb-workstation'))).toEqual([]);
    const { components } = JSON.parse(readFileSync(join(output, 'sbom.cdx.json'), 'utf8'));
    const listed = new Set(components.map((part: { name: string; version: string }) => `${part.name}@${part.version}`));
    const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'));
    const unlisted = Object.keys(packages).filter((path) => path !== '' && !listed.has(named(path, packages[path])));
    expect(unlisted).toEqual([]);
    for (const part of ['Electron', 'Chromium', 'Node.js', 'V8']) {
      expect([...listed].some((entry) => String(entry).startsWith(`${part}@`))).toBe(true);
    }
  });

  test('would notice a fuse that stands wrong', async () => {
    const changed = join(folder, 'changed');
    copyFileSync(join(unpacked, 'ncb-workstation'), changed);
    await flipFuses(changed, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true });
    expect(await wrongFuses(changed)).toEqual(['RunAsNode']);
  });

  test('makes a package that opens: a window and a core, the sandbox on', async () => {
    const installed = join(folder, 'installed');
    await cp(unpacked, installed, { recursive: true });
    chmodSync(folder, 0o755);
    const launcher = join(folder, 'launch');
    await writeLauncher(launcher, join(installed, 'ncb-workstation'));
    const profile = join(folder, 'profile');
    await giveToDeskUser(profile);
    const child = spawn(launcher, [`--profile=${profile}`], { stdio: 'ignore' });
    const gone = once(child, 'exit');
    const commandLines = () => processTree(child.pid ?? 0).map(({ commandLine }) => commandLine);
    try {
      await expect
        .poll(() => commandLines().some((line) => line.includes('--type=renderer')), { timeout: 60_000 })
        .toBe(true);
      await expect.poll(() => commandLines().some((line) => line.includes('node.mojom.NodeService'))).toBe(true);
      expect(commandLines().filter((line) => line.includes('--no-sandbox'))).toEqual([]);
    } finally {
      killProcessTree(child.pid ?? 0);
      await gone;
    }
  });
});

/** A package as the bill of materials names it; an alias goes by the name it is installed under. */
function named(path: string, entry: { version: string }): string {
  return `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${entry.version}`;
}
