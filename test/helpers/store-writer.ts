import { writeSync } from 'node:fs';
import { fastKdf, reopened } from './vault.ts';

/**
 * A process that writes to a vault until it is killed. Each transaction makes one case and two notes; after it, and only
 * after it, the case's number goes to standard output. Now and then it makes a checkpoint, at once or in slices.
 */
async function writeUntilKilled(dir: string): Promise<never> {
  const { store } = await reopened(dir, undefined, { kdf: fastKdf, tuning: { extentBytes: 4096 } });
  const last = store.read.get<{ id: number | null }>('SELECT max(id) AS id FROM cases')?.id ?? 0;
  for (let id = last + 1; ; id += 1) {
    store.transaction((tx) => {
      tx.run('INSERT INTO cases (id, title, picture) VALUES (?, ?, ?)', [id, `case ${id}`, new Uint8Array(id % 3000)]);
      tx.run('INSERT INTO notes (case_id, text) VALUES (?, ?)', [id, 'first']);
      tx.run('INSERT INTO notes (case_id, text) VALUES (?, ?)', [id, 'second']);
    });
    writeSync(1, `${id}\n`);
    if (id % 23 === 0) store.checkpoint();
    if (id % 37 === 0) void store.checkpointInSlices();
    if (id % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

const [dir = ''] = process.argv.slice(2);
await writeUntilKilled(dir);
