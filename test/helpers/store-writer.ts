import { writeSync } from 'node:fs';
import type { WriteDb } from '#core/store/database.ts';
import { CASES } from '#test/harness/store/killed-writer.ts';
import { fastKdf, reopened } from './vault.ts';

function write(tx: WriteDb, n: number): void {
  const id = 1 + (n % CASES);
  tx.run(
    `INSERT INTO cases (id, title, weight, picture) VALUES (?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET title = excluded.title, weight = excluded.weight, picture = excluded.picture`,
    [id, `case ${n}`, n, new Uint8Array(n % 3000)],
  );
  tx.run('DELETE FROM notes WHERE case_id = ?', [id]);
  tx.run('INSERT INTO notes (case_id, text) VALUES (?, ?)', [id, `${n}`]);
  tx.run('INSERT INTO notes (case_id, text) VALUES (?, ?)', [id, `${n}`]);
}

/**
 * A process that writes to a vault until it is killed. Transaction number n writes case n modulo CASES and its two notes
 * anew; after it, and only after it, n goes to standard output. Now and then two transactions wait together, and now and
 * then it makes a checkpoint, at once or in slices.
 */
async function writeUntilKilled(dir: string): Promise<never> {
  const { store } = await reopened(dir, undefined, { kdf: fastKdf, tuning: { extentBytes: 4096 } });
  let n = store.read.get<{ n: number | null }>('SELECT max(weight) AS n FROM cases')?.n ?? 0;
  for (;;) {
    if (n % 11 === 0) {
      await Promise.all([n + 1, n + 2].map((each) => store.transactionTogether((tx) => write(tx, each))));
      n += 2;
    } else {
      n += 1;
      store.transaction((tx) => write(tx, n));
    }
    writeSync(1, `${n}\n`);
    if (n % 23 === 0) store.checkpoint();
    if (n % 37 === 0) void store.checkpointInSlices();
    if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

const [dir = ''] = process.argv.slice(2);
await writeUntilKilled(dir);
