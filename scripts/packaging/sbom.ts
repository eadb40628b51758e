import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type RunResult, runNpm, runOrThrow } from '../lib/run.ts';
import type { ElectronRuntime } from '../runtime/electron-layout.ts';
import { projectRoot } from '../runtime/paths.ts';

/** As much of a CycloneDX document as is added to. */
const document = z.looseObject({ components: z.array(z.looseObject({ name: z.string(), version: z.string() })) });

/** What `process.versions` of Electron calls the parts that are programs of their own. */
const parts: Readonly<Record<string, string>> = {
  electron: 'Electron',
  chrome: 'Chromium',
  node: 'Node.js',
  v8: 'V8',
  zlib: 'zlib',
  uv: 'libuv',
  ares: 'c-ares',
  nghttp2: 'nghttp2',
  icu: 'ICU',
};

/** Writes the bill of materials (CycloneDX): every package of the lock file, and the parts Electron is made of. @returns its path. */
export async function writeSbom(folder: string, runtime: ElectronRuntime): Promise<string> {
  const { exitCode, output } = await npmSbom();
  if (exitCode !== 0) throw new Error(`npm sbom failed:\n${output}`);
  const sbom = document.parse(JSON.parse(output.slice(output.indexOf('{'))));
  sbom.components.push(...(await electronParts(runtime)));
  const file = join(folder, 'sbom.cdx.json');
  writeFileSync(file, JSON.stringify(sbom, null, 2));
  return file;
}

/** All of the lock file, also where NODE_ENV says that only what runs in production counts. */
function npmSbom(): Promise<RunResult> {
  const everything = ['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`);
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--silent', ...everything];
  return runNpm(args, { cwd: projectRoot });
}

async function electronParts({
  folder,
  executable,
}: ElectronRuntime): Promise<{ name: string; version: string; type: string }[]> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const output = await runOrThrow(join(folder, executable), ['-p', 'JSON.stringify(process.versions)'], { env });
  const versions = z.record(z.string(), z.string()).parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  return Object.entries(parts).flatMap(([key, name]) => {
    const version = versions[key];
    return version ? [{ type: key === 'electron' ? 'framework' : 'library', name, version }] : [];
  });
}
