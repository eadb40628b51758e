import initSqlJs, { type Database } from 'sql.js';
import { readAttachment } from './attachment.ts';
import { type Journal, previousOf, readJournal, samePoint } from './journal.ts';
import { type Credential, type Unlocked, unlock } from './key-slots.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { statementsOf } from './record.ts';
import { NotGenuineError } from './sealing.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** The plain names in a vault folder (`attachments/…` with its folder) and what the files hold. */
export type VaultFiles = ReadonlyMap<string, Uint8Array>;

export interface VaultContent {
  /** Tables and their rows, as SQLite gives them. The caller closes it. */
  readonly database: Database;
  readonly attachments: ReadonlyMap<string, Buffer>;
}

/**
 * Reads a vault as docs/store-format.md describes it, without a line of the product: what the page says is then enough to
 * get at everything, whoever does it and whenever.
 * @throws NotGenuineError when a file is not what the page says a store writes
 */
export async function readVault(files: VaultFiles, credential: Credential): Promise<VaultContent> {
  const unlocked = await unlock(copiesOf(files, 'keys'), credential);
  const manifest = readManifest(copiesOf(files, 'manifest'), unlocked);
  const [newest] = manifest.snapshots;
  if (!newest) throw new NotGenuineError('manifest: it names no snapshot');
  const snapshot = readSnapshot(fileOf(files, numbered('snapshot', newest.generation)), unlocked, newest);
  const journals = journalsFrom(files, unlocked, manifest, newest.generation);
  checkChain(snapshot, journals, manifest);
  const sqlite = await initSqlJs();
  const database = new sqlite.Database(snapshot.database);
  replay(database, journals);
  return { database, attachments: attachmentsOf(files, unlocked) };
}

function copiesOf(files: VaultFiles, name: string): readonly Uint8Array[] {
  return [`${name}-a.ncb`, `${name}-b.ncb`].map((copy) => files.get(copy)).filter((copy) => copy !== undefined);
}

function fileOf(files: VaultFiles, name: string): Buffer {
  const bytes = files.get(name);
  if (!bytes) throw new NotGenuineError(`${name} is missing`);
  return Buffer.from(bytes);
}

const numbered = (kind: string, generation: number): string => `${kind}-${String(generation).padStart(10, '0')}.ncb`;

/** Those the manifest lists, and later ones with records, which then have to be chained to them. */
function journalsFrom(
  files: VaultFiles,
  unlocked: Unlocked,
  { journals }: Manifest,
  oldest: number,
): readonly Journal[] {
  const listed = journals.filter((generation) => generation >= oldest);
  const newest = listed.at(-1) ?? 0;
  const later = [...files.keys()]
    .map((name) => Number(/^journal-(\d{10})\.ncb$/.exec(name)?.[1] ?? 0))
    .filter((generation) => generation > newest)
    .filter((generation) => read(generation).records.length > 0)
    .sort((left, right) => left - right);
  const all = [...listed, ...later];
  return all.map((generation, index) => read(generation, all[index + 1]));

  function read(generation: number, following?: number): Journal {
    const until = following && previousOf(fileOf(files, numbered('journal', following)), unlocked, following);
    return readJournal(fileOf(files, numbered('journal', generation)), unlocked, generation, until || undefined);
  }
}

function checkChain(snapshot: Snapshot, journals: readonly Journal[], { end }: Manifest): void {
  let at = snapshot.end;
  let epoch = snapshot.epoch;
  for (const journal of journals) {
    if (!samePoint(journal.previous, at)) throw new NotGenuineError('records are missing between two journals');
    if (journal.epoch < epoch) throw new NotGenuineError('a journal under an earlier root key than what it follows');
    at = journal.end;
    epoch = journal.epoch;
  }
  if (!end || end.generation !== at.generation) return;
  const closed = { ...end, tag: Buffer.from(end.tag, 'hex') };
  if (!samePoint(closed, at) || journals.at(-1)?.unfinished) {
    throw new NotGenuineError('the last journal does not end where the last session ended it');
  }
}

function replay(database: Database, journals: readonly Journal[]): void {
  database.exec('PRAGMA foreign_keys = ON');
  for (const record of journals.flatMap((journal) => journal.records)) {
    database.exec('BEGIN');
    for (const { text, changed, values } of statementsOf(record)) {
      database.run(text, [...values]);
      const isSchema = /^\s*(CREATE|ALTER|DROP)/i.test(text);
      if (!isSchema && database.getRowsModified() !== changed)
        throw new NotGenuineError('a statement came out differently');
    }
    database.exec('COMMIT');
  }
}

function attachmentsOf(files: VaultFiles, unlocked: Unlocked): ReadonlyMap<string, Buffer> {
  const sealed = [...files].filter(([name]) => /^attachments\/[0-9a-f]{64}\.ncb$/.test(name));
  return new Map(
    sealed.map(([path, bytes]) => {
      const name = path.slice(path.indexOf('/') + 1);
      return [path, readAttachment(name, Buffer.from(bytes), unlocked)];
    }),
  );
}
