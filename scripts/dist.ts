// npm run dist [-- --unsigned-dev] [--target dir|deb|AppImage|nsis|dmg …]: packages the workstation for this system.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { signFile, writeChecksums } from './dist/checksums.ts';
import { wrongFuses } from './dist/fuses.ts';
import { missingSigningIdentity, RELEASE_KEY } from './dist/signing-identity.ts';
import { buildWorkstation } from './lib/build.ts';
import type { ElectronRuntime } from './runtime/electron-layout.ts';
import { ensureElectronRuntime } from './runtime/electron-runtime.ts';
import { projectRoot } from './runtime/paths.ts';

const { values } = parseArgs({
  options: { 'unsigned-dev': { type: 'boolean', default: false }, target: { type: 'string', multiple: true } },
});
const unsigned = values['unsigned-dev'];
const output = join(projectRoot, 'dist', unsigned ? 'unsigned-dev' : 'release');

refuseWithoutIdentity();
await buildWorkstation();
const runtime = await ensureElectronRuntime();
refuseRepackagedRelease(runtime);
rmSync(output, { recursive: true, force: true });
const artefacts = await packageWith(runtime);
await checkFuses();
const checksums = await writeChecksums(output, artefacts);
if (!unsigned) signFile(checksums, process.env[RELEASE_KEY] ?? '');
process.stdout.write(`Packaged in ${output}:\n${artefacts.map((file) => `  ${file}\n`).join('')}`);

function refuseWithoutIdentity(): void {
  const missing = unsigned ? [] : missingSigningIdentity(process.platform, process.env);
  if (missing.length === 0) return;
  const list = missing.map((line) => `  ${line}\n`).join('');
  process.stderr.write(
    `A release has to be signed. Missing:\n${list}For a build of your own: npm run dist -- --unsigned-dev\n`,
  );
  process.exit(1);
}

function refuseRepackagedRelease({ origin }: ElectronRuntime): void {
  if (unsigned || origin.startsWith('electron@')) return;
  throw new Error(`A release is built from the official Electron only, not from ${origin}.`);
}

function packageWith({ folder, version }: ElectronRuntime): Promise<string[]> {
  const targets = Platform.current().createTarget(values.target ?? null, Arch[process.arch as 'x64' | 'arm64']);
  return build({
    projectDir: projectRoot,
    publish: 'never',
    targets,
    config: {
      extends: ['electron-builder.yml', ...(unsigned ? ['electron-builder.unsigned-dev.yml'] : [])],
      directories: { output },
      electronDist: folder,
      electronVersion: version,
    },
  });
}

async function checkFuses(): Promise<void> {
  const executables: Partial<Record<NodeJS.Platform, string>> = {
    linux: 'linux-unpacked/ncb-workstation',
    win32: 'win-unpacked/NCB Workstation.exe',
    darwin: `mac${process.arch === 'arm64' ? '-arm64' : ''}/NCB Workstation.app`,
  };
  const wrong = await wrongFuses(join(output, executables[process.platform] ?? ''));
  if (wrong.length > 0) throw new Error(`The package has fuses that stand wrong: ${wrong.join(', ')}`);
}
