/**
 * Run as a process of its own: opens the store in the folder given, reads, writes and checkpoints, and prints how much memory that took
 * beyond what the process had before: at its highest, and after it has come to rest. Bytes, as JSON.
 */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { loadSqlite } from '#core/store/sqlite.ts';
import { reopened } from '#test/helpers/vault.ts';
import { writePerson } from './store-rows.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const [dir = '', firstRow = '0'] = process.argv.slice(2);

const kilobytes = (name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;

await loadSqlite();
collect();
const before = kilobytes('VmRSS');
const { store } = await reopened(dir, undefined, { migrations: allMigrations });
for (let row = 0; row < 100; row += 1) store.transaction((tx) => writePerson(tx, Number(firstRow) + row));
await store.checkpointInSlices();
const peak = kilobytes('VmHWM') - before;
collect();
const rest = kilobytes('VmRSS') - before;
const { databaseBytes } = store.status();
store.close();
process.stdout.write(`${JSON.stringify({ peak, rest, databaseBytes })}\n`);
