import type { Random } from '#shared/lib/deps.ts';
import { toHex } from './bytes.ts';
import { parseNumberedName } from './file-names.ts';
import { errorCode, withFile } from './file-system.ts';
import { JournalWriter } from './journal-writer.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { type SnapshotContent, SnapshotWriter } from './snapshot.ts';
import type { ChainPoint, StoreFiles } from './store-files.ts';

const REMOVED_AT_ONCE_BYTES = 16 * 1024 * 1024;

/**
 * A checkpoint in its steps, each of which a crash may end:
 *   1 the new journal exists, without records          → the next open passes it over
 *   2 the manifest names it; commits go there          → the next open replays one journal more
 *   3 the snapshot grows under a temporary name        → the next open sweeps it away
 *   4 the snapshot has its name                        → the next open does not look at it
 *   5 the manifest names it                            → the next open starts from it
 *   6 what is older than the generation before goes
 */
export class Checkpoint {
  readonly #files: StoreFiles;
  readonly #manifest: ManifestFile;
  readonly #writer: SnapshotWriter;
  readonly #generation: number;
  #outdated: string[] | undefined;

  /** Step 3 begins. The journal of `generation` already takes the commits. */
  constructor(files: StoreFiles, random: Random, manifest: ManifestFile, snapshot: SnapshotContent) {
    this.#files = files;
    this.#manifest = manifest;
    this.#generation = snapshot.generation;
    this.#writer = new SnapshotWriter(files, random, snapshot);
  }

  /** Writes the next chunk; false when the snapshot is complete and only `finish` is left. */
  writeNext(): boolean {
    return this.#writer.writeNext();
  }

  /** Step 4. */
  nameSnapshot(): void {
    this.#writer.finish();
  }

  /** Step 5: from here on, an open starts from the new snapshot. Two generations are kept. */
  nameInManifest(): void {
    const { snapshots, journals } = this.#manifest.current;
    const newest = { generation: this.#generation, headerTag: toHex(this.#writer.headerTag) };
    const kept = [newest, ...snapshots.slice(0, 1)];
    const oldest = kept.at(-1)?.generation ?? this.#generation;
    this.#manifest.write({ snapshots: kept, journals: journals.filter((journal) => journal >= oldest), end: null });
  }

  /** Step 6, a piece at a time; false when nothing is left. What cannot be removed now is removed by the next checkpoint. */
  removeNext(): boolean {
    this.#outdated ??= [...outdatedNames(this.#files, this.#manifest.current)];
    const name = this.#outdated[0];
    if (name === undefined) return false;
    if (!shrink(this.#files, name)) this.#outdated.shift();
    return this.#outdated.length > 0;
  }

  abandon(): void {
    this.#writer.abandon();
  }
}

/** Takes a piece off an outdated file, and in the end the file: to remove 250 MB at once took 40 ms. False when it is gone, or cannot go. */
function shrink({ fs, dir }: StoreFiles, name: string): boolean {
  const path = fs.join(dir, name);
  try {
    const left = withFile(fs, path, 'update', (file) => {
      const size = Math.max(0, fs.size(file) - REMOVED_AT_ONCE_BYTES);
      if (size > 0) fs.truncate(file, size);
      return size;
    });
    if (left > 0) return true;
    fs.remove(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  return false;
}

/** Numbered files that the manifest does not name: older than both generations, or never come to use. */
export function outdatedNames({ fs, dir }: StoreFiles, manifest: Manifest): readonly string[] {
  const snapshots = new Set(manifest.snapshots.map((snapshot) => snapshot.generation));
  const journals = new Set(manifest.journals);
  return fs.list(dir).filter((name) => {
    const found = parseNumberedName(name);
    if (!found) return false;
    return !(found.kind === 'snapshot' ? snapshots : journals).has(found.generation);
  });
}

/** A number no file of this folder has had since the last checkpoint, not even one that an interrupted open left. */
export function nextGeneration({ fs, dir }: StoreFiles, manifest: Manifest): number {
  const inFolder = fs.list(dir).map((name) => parseNumberedName(name)?.generation ?? 0);
  return 1 + Math.max(0, ...inFolder, ...manifest.journals, ...manifest.snapshots.map(({ generation }) => generation));
}

/** Steps 1 and 2 are apart, because a failure of the first is harmless and of the second is not. */
export function startJournal(
  files: StoreFiles,
  random: Random,
  manifest: Manifest,
  previous: ChainPoint,
  extentBytes: number | undefined,
): JournalWriter {
  return JournalWriter.create(files, random, nextGeneration(files, manifest), previous, extentBytes);
}
