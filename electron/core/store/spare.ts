import { fromHex } from './bytes.ts';
import { type OpenNotice, StoreDamagedError } from './errors.ts';
import { journalName, snapshotName } from './file-names.ts';
import { withFile } from './file-system.ts';
import { readJournal, readJournalHeader } from './journal-reader.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { setAside } from './quarantine.ts';
import { readSnapshot } from './snapshot.ts';
import { type StoreFiles, samePoint } from './store-files.ts';

/** The spare is read through at each open up to this size; a larger one when the application is idle. Bytes. */
const VERIFIED_AT_OPEN_BYTES = 8 * 1024 * 1024;

/** The generation before the newest, needed only if the newest is damaged: so nobody else would notice damage in it. */
interface Spare {
  readonly snapshot: Manifest['snapshots'][number];
  readonly journals: readonly number[];
  /** The generation that follows it. */
  readonly newest: number;
}

export function verifySmallSpare(files: StoreFiles, manifest: ManifestFile): readonly OpenNotice[] {
  const spare = spareOf(manifest.current);
  return spare && spareBytes(files, spare) <= VERIFIED_AT_OPEN_BYTES ? verifySpare(files, manifest) : [];
}

/** Reads through the generation before the newest. What is damaged is set aside and no longer named by the manifest. */
export function verifySpare(files: StoreFiles, manifest: ManifestFile): readonly OpenNotice[] {
  const spare = spareOf(manifest.current);
  if (!spare) return [];
  const found = readThrough(files, spare);
  if (!(found instanceof StoreDamagedError)) return found;
  return [dropSpare(files, manifest, found)];
}

function dropSpare(files: StoreFiles, manifest: ManifestFile, damage: StoreDamagedError): OpenNotice {
  const snapshots = manifest.current.snapshots.slice(0, 1);
  const newest = snapshots[0]?.generation ?? 0;
  manifest.write({ snapshots, journals: manifest.current.journals.filter((journal) => journal >= newest) });
  const keptAt = setAside(files.fs, files.dir, damage.file) ?? '';
  return { kind: 'spare-damaged', file: damage.file, what: damage.what, keptAt };
}

function spareOf(manifest: Manifest): Spare | undefined {
  const [newest, snapshot] = manifest.snapshots;
  if (!newest || !snapshot) return undefined;
  const within = (journal: number) => journal >= snapshot.generation && journal < newest.generation;
  return { snapshot, journals: manifest.journals.filter(within), newest: newest.generation };
}

function readThrough(files: StoreFiles, spare: Spare): readonly OpenNotice[] | StoreDamagedError {
  const notices: OpenNotice[] = [];
  try {
    let end = readSnapshot(files, spare.snapshot.generation, fromHex(spare.snapshot.headerTag)).previous;
    spare.journals.forEach((generation, index) => {
      const until = readJournalHeader(files, spare.journals[index + 1] ?? spare.newest).previous;
      const journal = readJournal(files, generation, until);
      const linked = samePoint(journal.header.previous, end);
      const what = typeof journal.tail === 'object' ? journal.tail.damage : 'records are missing before it';
      if (!linked || typeof journal.tail === 'object') throw new StoreDamagedError(journalName(generation), what);
      if (journal.tail === 'unfinished')
        notices.push({ kind: 'unfinished-record-dropped', file: journalName(generation) });
      end = journal.end;
    });
    return notices;
  } catch (error) {
    if (error instanceof StoreDamagedError) return error;
    throw error;
  }
}

function spareBytes({ fs, dir }: StoreFiles, { snapshot, journals }: Spare): number {
  const names = [snapshotName(snapshot.generation), ...journals.map(journalName)];
  return names.reduce((sum, name) => {
    const path = fs.join(dir, name);
    return sum + (fs.exists(path) ? withFile(fs, path, 'read', (file) => fs.size(file)) : 0);
  }, 0);
}
