import { chmod, copyFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { projectRoot } from '../../../scripts/runtime/paths.ts';

const ENTRY = 'virtual:tests';
const runner = join(projectRoot, 'test/e2e/in-electron/vitest-in-electron.ts');

/** The program that runs the files one after the other and tells its parent port what became of each case. */
function entryOf(files: readonly string[]): string {
  const load = (file: string) => `() => import(${JSON.stringify(join(projectRoot, file))})`;
  const runs = files.map((file) => `  await runFile(${JSON.stringify(file)}, ${load(file)}, report);`);
  return [
    `import { runFile } from ${JSON.stringify(runner)};`,
    'const report = (outcome) => process.parentPort.postMessage(outcome);',
    'async function runAll() {',
    ...runs,
    '  process.parentPort.postMessage(null);',
    '}',
    'void runAll();',
  ].join('\n');
}

const entryPlugin = (files: readonly string[]): Plugin => ({
  name: 'ncb:tests-in-electron',
  enforce: 'pre', // before Vite finds the real vitest
  resolveId: (id) => (id === ENTRY ? ENTRY : id === 'vitest' ? runner : null),
  load: (id) => (id === ENTRY ? entryOf(files) : null),
});

/**
 * Bundles test files as they are, with all they import, into a program for a process of Electron.
 * @param folder where it goes; made readable to the user who runs the workstation
 * @returns the path of the program
 */
export async function bundleTests(files: readonly string[], folder: string): Promise<string> {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    plugins: [entryPlugin(files)],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { tests: ENTRY },
        // CommonJS: sql.js looks for its WebAssembly beside __dirname.
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  });
  await copyFile(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
  await chmod(folder, 0o755);
  for (const name of await readdir(folder)) await chmod(join(folder, name), 0o644);
  return join(folder, 'tests.cjs');
}
