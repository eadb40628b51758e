import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '#core/store/database.ts';
import { runs } from '#test/helpers/runs.ts';
import { newVault, reopened, temporaryFolder } from '#test/helpers/vault.ts';

const KILLS = runs(20, 2_000);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const outDir = join(root, 'out', `store-writer-${process.pid}`);
const folder = temporaryFolder();

beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(root, 'test/helpers/store-writer.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  });
  (await newVault(folder.path)).store.close();
});
afterAll(() => {
  folder.remove();
  rmSync(outDir, { recursive: true, force: true });
});

/** Starts the writer, kills it some milliseconds after its first acknowledgement, and returns the last one it gave. */
async function killedAfter(milliseconds: number): Promise<number> {
  const writer = spawn(process.execPath, [join(outDir, 'writer.mjs'), folder.path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let problems = '';
  writer.stderr.on('data', (piece) => {
    problems += piece;
  });
  writer.stdout.on('data', (piece) => {
    if (output === '') setTimeout(() => writer.kill('SIGKILL'), milliseconds);
    output += piece;
  });
  await new Promise((resolve) => writer.once('close', resolve));
  if (output === '') throw new Error(`The writer wrote nothing: ${problems}`);
  return Number(output.split('\n').at(-2));
}

function totals(store: Store) {
  return store.read.get<{ cases: number; last: number; notes: number; whole: number }>(
    `SELECT count(*) AS cases, max(id) AS last, (SELECT count(*) FROM notes) AS notes,
      (SELECT count(*) FROM cases c WHERE (SELECT count(*) FROM notes n WHERE n.case_id = c.id) = 2) AS whole FROM cases`,
  );
}

it(
  'loses no acknowledged transaction, shows no half one, and always opens, however often the process is killed',
  async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const acknowledged = await killedAfter(Math.random() * 60);
      const { store } = await reopened(folder.path);
      const found = totals(store);
      expect(found?.last).toBeGreaterThanOrEqual(acknowledged);
      expect(found).toEqual({
        cases: found?.last,
        last: found?.last,
        notes: 2 * (found?.last ?? 0),
        whole: found?.last,
      });
      store.close();
    }
  },
  30_000 + KILLS * 3_000,
);
