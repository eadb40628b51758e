import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUpHub, restoreHub } from '../services/backup.ts';
import { systemClock, systemRandom } from '../start-hub.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { connect } from './environment.ts';
import { UsageError } from './usage-error.ts';

const SECRET = 'HUB_BACKUP_SECRET';

function readOptions(args: string[]): { path: string; secret: string } {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one file');
  const secret = process.env[SECRET];
  if (!secret) throw new UsageError(`Set ${SECRET}: a back-up is always sealed`);
  return { path: resolve(file), secret };
}

/** Works on the database as it is: a command that made an authority first would leave nothing empty. */
async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const connection = await connect(process.env);
  const database = openDatabase(connection.databaseUrl, () => undefined);
  try {
    return await work(database);
  } finally {
    await database.close();
    await connection.close();
  }
}

/** `backup FILE`: while the hub serves, or without one. */
export async function backup(args: string[]): Promise<void> {
  const { path, secret } = readOptions(args);
  const deps = { clock: systemClock, random: systemRandom };
  const report = await withDatabase((database) => backUpHub({ ...deps, database }, path, secret));
  console.log(`Wrote and read back ${report.rows} rows of ${report.tables} tables: ${path}`);
}

/** `restore FILE`: into an empty database. */
export async function restore(args: string[]): Promise<void> {
  const { path, secret } = readOptions(args);
  const deps = { clock: systemClock, random: systemRandom };
  const report = await withDatabase((database) => restoreHub({ ...deps, database }, path, secret));
  console.log(`Restored ${report.rows} rows of ${report.tables} tables, as they were at ${report.createdAt}.`);
  console.log(`Began epoch ${report.epoch}: the workstations will offer again what came after the back-up.`);
  console.log('Whom you have revoked or suspended since then is neither here: do so again before you serve.');
  console.log('Enrolment codes that were open are good no more: make new ones.');
  const broken = report.chains.filter(({ brokenAt }) => brokenAt !== null);
  for (const { bureau, brokenAt } of broken) console.error(`The audit chain ${bureau} is broken at entry ${brokenAt}.`);
  if (broken.length > 0) process.exitCode = 1;
}
