/**
 * Back-up and restore of a hub: everything it holds at one moment, taken while it serves, in one sealed file.
 *
 *   lines:  T <table> · R <row as JSON> … · E <number of rows>
 */
import { randomUUID } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newId } from '#shared/lib/ids.ts';
import { type Epoch, epoch } from '#shared/protocol/epoch.ts';
import { appendAudit, type ChainReport, HUB_CHAIN, listChains, verifyAuditChain } from '../store/audit.ts';
import type { Database, Transaction } from '../store/database.ts';
import { beginEpoch } from '../store/epochs.ts';
import { migrateIn, migrationsIn } from '../store/migrate.ts';
import { emptyTables, listTables, openTableWriter, readTable } from '../store/table-dump.ts';
import { BackupUnreadable, readBackupFile, writeBackupFile } from './backup-file.ts';
import { type HubDeps, nowOf } from './deps.ts';

type BackupDeps = Pick<HubDeps, 'database' | 'clock' | 'random'>;

/** As long as what protects the keys of every workstation's certificates should be. */
const SHORTEST_SECRET = 16;

export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
}

async function* linesOf(tx: Transaction, tables: readonly string[]): AsyncGenerator<string> {
  let rows = 0;
  for (const table of tables) {
    yield `T ${table}`;
    for await (const row of readTable(tx, table)) {
      yield `R ${row}`;
      rows += 1;
    }
  }
  yield `E ${rows}`;
}

/** Reads a back-up to its end. Throws BackupUnreadable when it is not whole. */
async function forEachRow(
  lines: AsyncIterable<string>,
  take: (table: string, row: string) => Promise<void> | void,
): Promise<BackupReport> {
  let table = '';
  let [tables, rows, ended] = [0, 0, false];
  for await (const line of lines) {
    const [kind, rest] = [line[0], line.slice(2)];
    if (kind === 'T') {
      table = rest;
      tables += 1;
    } else if (kind === 'R') {
      await take(table, rest);
      rows += 1;
    } else if (kind === 'E') ended = Number(rest) === rows;
  }
  if (!ended) throw new BackupUnreadable('The back-up does not hold what it says');
  return { tables, rows };
}

function assertSecret(secret: string): void {
  if (secret.length < SHORTEST_SECRET)
    throw new Error(`The secret of a back-up has at least ${SHORTEST_SECRET} characters`);
}

/** Reads a whole back-up without doing anything with it. Throws BackupUnreadable. */
export async function verifyBackup(path: string, secret: string): Promise<BackupReport> {
  return readBackupFile(path, secret, (_facts, lines) => forEachRow(lines, () => undefined));
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs it not.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

/**
 * Writes everything the hub holds at this moment to a new file, sealed under the secret and readable by its owner alone,
 * and reads it back before it gets its name. Throws when the file is there already.
 */
export async function backUpHub(
  { database, clock, random }: BackupDeps,
  path: string,
  secret: string,
): Promise<BackupReport> {
  assertSecret(secret);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Error(`${path} is there already`);
  const beside = `${path}.${randomUUID()}`;
  try {
    await database.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only');
      const migration = Math.max(0, ...(await migrationsIn(tx)));
      const facts = { createdAt: nowOf({ clock }), migration };
      await writeBackupFile({ random }, beside, secret, facts, linesOf(tx, await listTables(tx)));
    }, 'unlimited');
    const report = await verifyBackup(beside, secret);
    await rename(beside, path);
    await syncFolder(path);
    return report;
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function assertEmpty(tx: Transaction): Promise<void> {
  const tables = await listTables(tx);
  if (!tables.includes('bureaus')) return;
  const rows = await tx.query<{ bureaus: number }>('select count(*) as bureaus from bureaus');
  const bureaus = rows[0]?.bureaus ?? 0;
  if (bureaus > 0) throw new Error(`The database holds ${bureaus} bureaus: a back-up is restored into an empty one`);
}

export interface RestoreReport extends BackupReport {
  readonly createdAt: string;
  readonly epoch: Epoch;
  readonly chains: readonly ChainReport[];
}

async function startEpoch(tx: Transaction, { clock, random }: BackupDeps): Promise<Epoch> {
  const at = nowOf({ clock });
  const { id } = await beginEpoch(tx, epoch.parse(newId({ clock, random })), at);
  await appendAudit(tx, { bureau: HUB_CHAIN, at, event: 'epoch-began', subject: id });
  return id;
}

/**
 * Puts a back-up into an empty database and begins a new epoch, in one transaction: the workstations offer again what came
 * after it. Reads the whole file before it writes anything. Throws BackupUnreadable, and when the database is not empty
 * or the back-up is of a later build.
 */
export async function restoreHub(deps: BackupDeps, path: string, secret: string): Promise<RestoreReport> {
  await verifyBackup(path, secret);
  const restored = await readBackupFile(path, secret, async (facts, lines) =>
    deps.database.transaction(async (tx) => {
      await assertEmpty(tx);
      await migrateIn(tx, facts.migration);
      await emptyTables(tx, await listTables(tx));
      const writer = openTableWriter(tx);
      const report = await forEachRow(lines, writer.put);
      await writer.flush();
      await migrateIn(tx);
      return { ...report, createdAt: facts.createdAt, epoch: await startEpoch(tx, deps) };
    }, 'unlimited'),
  );
  return { ...restored, chains: await verifyChains(deps.database) };
}

async function verifyChains(database: Database): Promise<ChainReport[]> {
  const reports: ChainReport[] = [];
  for (const chain of await listChains(database)) reports.push(await verifyAuditChain(database, chain));
  return reports;
}
