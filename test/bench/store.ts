/**
 * npm run bench -- store [5,50,250]: the sealed store against SQLCipher (WAL, synchronous=FULL) and against saving a whole sql.js file, with
 * the same rows of the product's own schema, in the same run on the same disk; the two take turns, so that a busy disk is busy for both.
 * Sizes in MB of database. The last line is JSON: medians in ms, and ratios of ours to theirs.
 */
import { execFileSync } from 'node:child_process';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import initSqlJs from 'sql.js';
import type { Store } from '#core/store/database.ts';
import { readWholeFile, replaceFile } from '#core/store/file-system.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { CHUNK_BYTES } from '#core/store/snapshot.ts';
import { insertPerson, personById } from '#core/store/tables/persons.ts';
import { matchesOfKind } from '#core/store/tables/search.ts';
import { ftsQuery } from '#shared/domain/search-text.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';
import { type Contender, sealedStore, sqlCipher, type WholeFile, wholeFile } from './lib/contenders.ts';
import { median, percentile } from './lib/figures.ts';
import { personId, personRow, searched, writePerson } from './lib/store-rows.ts';

const MB = 1024 * 1024;
const SIZES = (process.argv[2] ?? '5,50,250').split(',').map(Number);
const IMPORT_BATCH = 1_000;
const ROUND = 50;
const COMMITS = 1_500;
const READS = 10_000;
const RANGES = 1_500;
const SEARCHES = 50;

const parent = fileURLToPath(new URL('../../out', import.meta.url));
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'bench-store-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const results: Record<string, unknown> = {};
for (const size of SIZES) results[`${size}MB`] = await measureSize(size);
process.stdout.write(`${JSON.stringify(results)}\n`);
process.exit(0);

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

async function measureSize(megabytes: number) {
  const dir = join(folder, `ours-${megabytes}`);
  const { store } = await newVault(dir, undefined, { migrations: allMigrations });
  const ours = sealedStore(store);
  const cipher = sqlCipher(join(folder, `cipher-${megabytes}.db`));
  const whole = await wholeFile();
  const filled = fill(store, ours, cipher, whole, megabytes * MB);
  store.checkpoint();
  let next = filled.rows;
  const commit = (rows: number) => {
    const write = (to: Contender, from: number) =>
      to.transaction((tx) => {
        for (let row = 0; row < rows; row += 1) insertPerson(tx, personRow(from + row));
      });
    const result = inTurn(`${megabytes} MB, commit of ${rows}`, COMMITS, ours, cipher, (to, nth) =>
      write(to, next + nth * rows),
    );
    next += COMMITS * rows;
    return result;
  };
  const reads = measureReads(megabytes, ours, cipher, filled.rows);
  const commits = { commit: commit(1), commit20: commit(20) };
  const saved = measureWholeSave(whole, commits.commit.ours);
  const checkpoint = await measureCheckpoint(store, next);
  next += 10_000_000;
  ours.close();
  cipher.close();
  const open = await measureOpen(dir, saved.bytes);
  const memory = measureMemory(dir, next);
  const result = {
    rows: filled.rows,
    import: filled.import,
    ...reads,
    ...commits,
    wholeSave: saved.result,
    checkpoint,
    open,
    memory,
  };
  process.stdout.write(`${megabytes} MB: ${JSON.stringify(result)}\n`);
  rmSync(dir, { recursive: true });
  return result;
}

/** Fills all three to the same rows, batch by batch in turn; what that took, per person, is the figure of the bulk import. */
function fill(store: Store, ours: Contender, cipher: Contender, whole: WholeFile, bytes: number) {
  const took: [number[], number[]] = [[], []];
  let rows = 0;
  const batch = (to: Contender) =>
    to.transaction((tx) => {
      for (let row = 0; row < IMPORT_BATCH; row += 1) writePerson(tx, rows + row);
    });
  while (store.status().databaseBytes < bytes) {
    took[0].push(timed(() => batch(ours)) / IMPORT_BATCH);
    took[1].push(timed(() => batch(cipher)) / IMPORT_BATCH);
    batch(whole);
    rows += IMPORT_BATCH;
    if (store.checkpointDue()) store.checkpoint();
  }
  return { rows, import: compared('import, per person', ...took) };
}

/** `times` steps on each side, in rounds that alternate. */
function inTurn(
  what: string,
  times: number,
  ours: Contender,
  theirs: Contender,
  step: (to: Contender, nth: number) => void,
) {
  const samples: [number[], number[]] = [[], []];
  for (let done = 0; done < times; done += ROUND) {
    for (const [side, to] of [ours, theirs].entries()) {
      for (let nth = done; nth < done + ROUND; nth += 1) samples[side]?.push(timed(() => step(to, nth)));
    }
  }
  return compared(what, ...samples);
}

function compared(what: string, ours: readonly number[], theirs: readonly number[]) {
  const result = {
    ours: thousandths(median(ours)),
    sqlcipher: thousandths(median(theirs)),
    ratioToSqlcipher: thousandths(median(ours) / median(theirs)),
    p95: thousandths(percentile(ours, 0.95)),
    p95RatioToSqlcipher: thousandths(percentile(ours, 0.95) / percentile(theirs, 0.95)),
  };
  process.stdout.write(`${what}: ${JSON.stringify(result)}\n`);
  return result;
}

function measureReads(megabytes: number, ours: Contender, cipher: Contender, rows: number) {
  const name = (what: string) => `${megabytes} MB, ${what}`;
  const scattered = (nth: number) => (nth * 7919) % rows;
  const pointRead = inTurn(name('point read'), READS, ours, cipher, ({ read }, nth) => {
    if (!personById(read, personId(scattered(nth)))) throw new Error('A person is missing');
  });
  const range = inTurn(name('indexed range of 100'), RANGES, ours, cipher, ({ read }, nth) => {
    const { updatedAt } = personRow(scattered(nth));
    read.all(
      'SELECT id, family_name, forename, birth_date, updated_at FROM persons WHERE updated_at <= ? ORDER BY updated_at DESC, id LIMIT 100',
      [updatedAt],
    );
  });
  const search = inTurn(name('full-text prefix search'), SEARCHES * searched.length, ours, cipher, ({ read }, nth) => {
    matchesOfKind(read, 'person', ftsQuery(searched[nth % searched.length] ?? '') ?? '', 0, 50);
  });
  return { pointRead, range, search };
}

function measureWholeSave(whole: WholeFile, commit: number) {
  const save = median(
    Array.from({ length: 3 }, () => timed(() => replaceFile(nodeFileSystem, folder, 'whole.db', whole.export()))),
  );
  const bytes = whole.export();
  whole.close();
  return { bytes, result: { save: thousandths(save), timesOurCommit: thousandths(save / commit) } };
}

/** The longest time that a commit, or anything else in the process, had to wait while a checkpoint went on. */
async function measureCheckpoint(store: Store, from: number) {
  const waits: number[] = [];
  const commits: number[] = [];
  let running = true;
  const start = performance.now();
  const whole = store.checkpointInSlices().finally(() => {
    running = false;
  });
  waits.push(performance.now() - start);
  while (running) {
    const before = performance.now();
    commits.push(timed(() => store.transaction((tx) => insertPerson(tx, personRow(from + commits.length)))));
    await new Promise((resolve) => setImmediate(resolve));
    waits.push(performance.now() - before);
  }
  await whole;
  return {
    whole: thousandths(performance.now() - start),
    longestWait: thousandths(Math.max(...waits)),
    commitsMeanwhile: commits.length,
    commitMeanwhile: thousandths(median(commits)),
  };
}

async function measureOpen(dir: string, bytes: Uint8Array) {
  const ours: number[] = [];
  const least: number[] = [];
  for (let index = 0; index < 7; index += 1) {
    least.push(await leastOpen(bytes));
    const start = performance.now();
    const { store } = await reopened(dir, undefined, { migrations: allMigrations });
    ours.push(performance.now() - start);
    store.close();
  }
  return {
    ours: thousandths(median(ours)),
    least: thousandths(median(least)),
    ratio: thousandths(median(ours) / median(least)),
  };
}

/** Read the file, AES-256-GCM over it chunk by chunk, load it into sql.js. */
async function leastOpen(bytes: Uint8Array): Promise<number> {
  const sqlite = await initSqlJs();
  const start = performance.now();
  const sealed = readWholeFile(nodeFileSystem, join(folder, 'whole.db'));
  const key = randomBytes(32);
  for (let at = 0; at < sealed.length; at += CHUNK_BYTES) {
    createDecipheriv('aes-256-gcm', key, Buffer.alloc(12, at)).update(sealed.subarray(at, at + CHUNK_BYTES));
  }
  const database = new sqlite.Database(bytes);
  database.exec('SELECT count(*) AS n FROM cases');
  const took = performance.now() - start;
  database.close();
  return took;
}

function measureMemory(dir: string, firstRow: number) {
  const script = fileURLToPath(new URL('./lib/store-memory.ts', import.meta.url));
  const printed = execFileSync(process.execPath, ['--import', 'tsx', script, dir, String(firstRow)], {
    encoding: 'utf8',
  });
  const { peak, rest, databaseBytes } = JSON.parse(printed) as { peak: number; rest: number; databaseBytes: number };
  const megabytes = (value: number) => thousandths(value / MB);
  return {
    databaseMB: megabytes(databaseBytes),
    peakMB: megabytes(peak),
    restMB: megabytes(rest),
    peakTimesDatabase: thousandths(peak / databaseBytes),
    restTimesDatabase: thousandths(rest / databaseBytes),
  };
}
