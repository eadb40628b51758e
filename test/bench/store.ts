/**
 * npm run bench -- store: how long a durable commit takes, against SQLCipher (WAL, synchronous=FULL) in the same run on the
 * same disk, the two taking turns so that a busy disk is busy for both; and at 50 MB, against saving the whole database,
 * against the least an open could take, and how long a checkpoint keeps a commit waiting. The last line is JSON. Times in ms.
 */
import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqlCipher from '@signalapp/sqlcipher';
import type { Store } from '#core/store/database.ts';
import { readWholeFile, replaceFile } from '#core/store/file-system.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { CHUNK_BYTES } from '#core/store/snapshot.ts';
import { loadSqlite, MemoryDatabase } from '#core/store/sqlite.ts';
import { newVault, reopened, testMigrations } from '#test/helpers/vault.ts';
import { median, percentile } from './lib/figures.ts';

const COMMITS = 2_000;
const BATCH = 50;
const LARGE_MB = 50;
const INSERT = 'INSERT INTO cases (title, weight) VALUES (?, ?)';

const parent = fileURLToPath(new URL('../../out', import.meta.url));
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'bench-store-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
const titleOf = (row: number): string => `A case of ordinary length, row ${row}`;

const { store } = await newVault(join(folder, 'vault'));
const cipher = openCipher(join(folder, 'cipher.db'));
const commit1 = compareCommits(1);
const commit20 = compareCommits(20);
store.close();
cipher.close();
const large = await measureLarge();
process.stdout.write(`${JSON.stringify({ commit1, commit20, ...large })}\n`);
process.exit(0);

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function openCipher(path: string): SqlCipher {
  const database = new SqlCipher(path);
  database.pragma(`key = "x'${randomBytes(32).toString('hex')}'"`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  for (const statement of testMigrations[0]?.statements ?? []) database.exec(statement);
  return database;
}

function compareCommits(rows: number) {
  const insert = cipher.prepare(INSERT);
  const theirCommit = cipher.transaction(() => {
    for (let row = 0; row < rows; row += 1) insert.run([titleOf(row), row]);
  });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let done = 0; done < COMMITS; done += BATCH) {
    for (let index = 0; index < BATCH; index += 1) ours.push(timed(() => addRows(store, rows)));
    for (let index = 0; index < BATCH; index += 1) theirs.push(timed(() => theirCommit()));
  }
  return compared(`commit of ${rows}`, ours, theirs);
}

function addRows(to: Store, rows: number): void {
  to.transaction((tx) => {
    for (let row = 0; row < rows; row += 1) tx.run(INSERT, [titleOf(row), row]);
  });
}

function compared(what: string, ours: readonly number[], theirs: readonly number[]) {
  const result = {
    ours_ms: thousandths(median(ours)),
    ours_p95_ms: thousandths(percentile(ours, 0.95)),
    sqlcipher_ms: thousandths(median(theirs)),
    sqlcipher_p95_ms: thousandths(percentile(theirs, 0.95)),
    ratio: thousandths(median(ours) / median(theirs)),
    p95_ratio: thousandths(percentile(ours, 0.95) / percentile(theirs, 0.95)),
  };
  process.stdout.write(`${what}: ${JSON.stringify(result)}\n`);
  return result;
}

async function measureLarge() {
  const dir = join(folder, 'large');
  const created = await newVault(dir);
  fill((title) => created.store.transaction((tx) => tx.run(INSERT, [title, 0])));
  created.store.checkpoint();
  const commits = Array.from({ length: 300 }, () => timed(() => addRows(created.store, 1)));
  const checkpoint = await measureCheckpoint(created.store);
  created.store.close();
  const { save, open } = await measureAlternatives(dir);
  const wholeSave = {
    save_ms: thousandths(save),
    commit_ms: thousandths(median(commits)),
    ratio: thousandths(save / median(commits)),
  };
  return { wholeSave, checkpoint, open };
}

/** Rows of 100 kB make a large file quickly; their number does not matter here. */
function fill(insert: (title: string) => void): void {
  for (let row = 0; row < LARGE_MB * 10; row += 1) insert('x'.repeat(104_000));
}

/** The longest time that anything else in the process had to wait while a checkpoint went on. */
async function measureCheckpoint(large: Store) {
  const commits: number[] = [];
  let longest = 0;
  let running = true;
  const start = performance.now();
  const whole = large.checkpointInSlices().finally(() => {
    running = false;
  });
  longest = performance.now() - start;
  while (running) {
    const before = performance.now();
    commits.push(timed(() => addRows(large, 1)));
    await new Promise((resolve) => setImmediate(resolve));
    longest = Math.max(longest, performance.now() - before);
  }
  await whole;
  return {
    whole_ms: thousandths(performance.now() - start),
    longest_wait_ms: thousandths(longest),
    commits_meanwhile: commits.length,
  };
}

async function measureAlternatives(dir: string) {
  const database = MemoryDatabase.empty(await loadSqlite());
  for (const statement of testMigrations[0]?.statements ?? []) database.write(statement, []);
  fill((title) => database.write(INSERT, [title, 0]));
  const saves = Array.from({ length: 5 }, () =>
    timed(() => replaceFile(nodeFileSystem, folder, 'whole.db', database.export())),
  );
  const bytes = database.export();
  database.close();
  const ours: number[] = [];
  const least: number[] = [];
  for (let index = 0; index < 7; index += 1) {
    least.push(await leastOpen(bytes));
    const start = performance.now();
    const { store: opened } = await reopened(dir);
    ours.push(performance.now() - start);
    opened.close();
  }
  const open = {
    ours_ms: thousandths(median(ours)),
    least_ms: thousandths(median(least)),
    ratio: thousandths(median(ours) / median(least)),
  };
  return { save: median(saves), open };
}

/** Read the file, AES-256-GCM over it chunk by chunk, load it. */
async function leastOpen(bytes: Uint8Array): Promise<number> {
  const sqlite = await loadSqlite();
  const start = performance.now();
  const sealed = readWholeFile(nodeFileSystem, join(folder, 'whole.db'));
  const key = randomBytes(32);
  for (let at = 0; at < sealed.length; at += CHUNK_BYTES) {
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12, at));
    cipher.update(sealed.subarray(at, at + CHUNK_BYTES));
    cipher.final();
  }
  const database = MemoryDatabase.load(sqlite, bytes);
  database.get('SELECT count(*) AS n FROM cases');
  const took = performance.now() - start;
  database.close();
  return took;
}
