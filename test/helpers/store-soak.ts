import { writeSync } from 'node:fs';
import { reopened } from './vault.ts';

const CASES = 500;
const STATEMENTS_AT_ONCE = 20;
const SAMPLES = 20;

/** Bytes this process occupies after it has given back what it can. `gc` is there with --expose-gc. */
function memory(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

/**
 * One process that writes and reads for as long as it is told: `statements` in transactions, `checkpoints` spread over
 * them, half of those in slices. The data stays as large as it is. Writes its memory to standard output at even distances.
 */
async function soak(dir: string, statements: number, checkpoints: number): Promise<void> {
  const { store } = await reopened(dir);
  const transactions = Math.ceil(statements / STATEMENTS_AT_ONCE);
  const due = (index: number, times: number) =>
    Math.floor(((index + 1) * times) / transactions) > Math.floor((index * times) / transactions);
  for (let index = 0; index < transactions; index += 1) {
    store.transaction((tx) => {
      for (let nth = 0; nth < STATEMENTS_AT_ONCE; nth += 1) {
        const id = 1 + ((index * STATEMENTS_AT_ONCE + nth) % CASES);
        tx.run(
          'INSERT INTO cases (id, title, picture) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title',
          [id, `case ${id} in transaction ${index}`, new Uint8Array(500)],
        );
      }
    });
    if (index % 10 === 0) store.read.all('SELECT id, title FROM cases WHERE id % 7 = ?', [index % 7]);
    if (due(index, checkpoints)) {
      if (index % 2 === 0) store.checkpoint();
      else await store.checkpointInSlices();
    }
    if (due(index, SAMPLES)) writeSync(1, `${memory()}\n`);
  }
  store.close();
}

const [dir = '', statements = '', checkpoints = ''] = process.argv.slice(2);
await soak(dir, Number(statements), Number(checkpoints));
