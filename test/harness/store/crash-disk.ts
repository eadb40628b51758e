import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import type { DiskCall, FileId, RecordingFileSystem } from './recording-file-system.ts';

/** What a disk writes as a whole or not at all. Bytes. */
export const SECTOR_BYTES = 512;

/** One change of a file's bytes that no sync has made durable yet. */
export type DataChange = Extract<DiskCall, { kind: 'write' | 'truncate' }>;

/** One change of names that no sync of the folder has made durable yet; a rename is done as a whole or not at all. */
interface NameChange {
  readonly names: readonly (readonly [path: string, file: FileId | null])[];
  readonly folders: readonly string[];
}

interface FileOnDisk {
  durable: Uint8Array;
  pending: DataChange[];
}

/** Decides what of the pending changes reached the medium before the power went. */
export interface Luck {
  /** Whether the change of names number `index` of `count` is done. */
  name(index: number, count: number): boolean;
  /** Whether one sector of a change of data, number `index` of `count` of that file, is written. */
  sector(change: { index: number; count: number }, sector: { index: number; count: number }): boolean;
  /** The file's length after a change that grows it: from `from` (nothing of the growth) to `to` (all). */
  length(change: { index: number; count: number }, from: number, to: number): number;
}

/**
 * The disk as it is after some of the recorded calls: what is durable, and what is still on its way. The rules are those
 * of POSIX at its least: a sync makes a file's own bytes and length durable; a name is durable after a sync of its folder;
 * everything else is done in any order, in part, or not at all, each sector as a whole.
 */
export class CrashDisk {
  readonly #files = new Map<FileId, FileOnDisk>();
  readonly #names = new Map<string, FileId>();
  /** Names as the running program sees them: needed to know which file a rename moves. */
  readonly #liveNames = new Map<string, FileId>();
  #pendingNames: NameChange[] = [];

  constructor(recording: RecordingFileSystem) {
    for (const [path, id] of recording.idsBefore()) {
      this.#names.set(path, id);
      this.#liveNames.set(path, id);
      this.#files.set(id, { durable: recording.before.get(path) ?? new Uint8Array(), pending: [] });
    }
  }

  get pendingNames(): number {
    return this.#pendingNames.length;
  }

  /** How many changes of data are pending, over all files. */
  get pendingData(): number {
    return [...this.#files.values()].reduce((sum, file) => sum + file.pending.length, 0);
  }

  apply(call: DiskCall): void {
    switch (call.kind) {
      case 'create':
        this.#files.set(call.file, { durable: new Uint8Array(), pending: [] });
        this.#rename([[call.path, call.file]]);
        break;
      case 'write':
      case 'truncate':
        this.#file(call.file).pending.push(call);
        break;
      case 'sync':
        this.#sync(this.#file(call.file));
        break;
      case 'failed-sync':
        this.#file(call.file).pending = [];
        break;
      case 'rename':
        this.#rename([
          [call.to, this.#liveNames.get(call.from) ?? null],
          [call.from, null],
        ]);
        break;
      case 'remove':
        this.#rename([[call.path, null]]);
        break;
      case 'sync-folder':
        this.#syncFolder(call.path);
        break;
    }
  }

  /** One disk that a power cut at this moment may leave. */
  afterPowerCut(luck: Luck): MemoryFileSystem {
    const names = new Map(this.#names);
    this.#pendingNames.forEach((change, index) => {
      if (luck.name(index, this.#pendingNames.length)) setNames(names, change);
    });
    const disk = new MemoryFileSystem();
    for (const [path, id] of names) disk.files.set(path, contentAfter(this.#file(id), luck));
    return disk;
  }

  #file(id: FileId): FileOnDisk {
    const file = this.#files.get(id);
    if (!file) throw new Error(`File ${id} was never made.`);
    return file;
  }

  #rename(names: NameChange['names']): void {
    const change = { names, folders: names.map(([path]) => folderOf(path)) };
    setNames(this.#liveNames, change);
    this.#pendingNames.push(change);
  }

  #sync(file: FileOnDisk): void {
    file.durable = contentAfter(file, EVERYTHING);
    file.pending = [];
  }

  #syncFolder(path: string): void {
    for (const change of this.#pendingNames) if (change.folders.includes(path)) setNames(this.#names, change);
    this.#pendingNames = this.#pendingNames.filter((change) => !change.folders.includes(path));
  }
}

/** Every pending change is done. */
export const EVERYTHING: Luck = { name: () => true, sector: () => true, length: (_change, _from, to) => to };

/** None is. */
export const NOTHING: Luck = { name: () => false, sector: () => false, length: (_change, from) => from };

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function setNames(names: Map<string, FileId>, change: NameChange): void {
  for (const [path, file] of change.names) {
    if (file === null) names.delete(path);
    else names.set(path, file);
  }
}

/** Bytes that have been made room for and not written are zero. */
function contentAfter({ durable, pending }: FileOnDisk, luck: Luck): Uint8Array {
  if (pending.length === 0) return durable.slice();
  const longest = Math.max(durable.length, ...pending.map(endOf));
  const bytes = new Uint8Array(longest);
  bytes.set(durable);
  let length = durable.length;
  let seen = durable.length;
  pending.forEach((change, index) => {
    const which = { index, count: pending.length };
    if (change.kind === 'truncate') {
      const done = luck.length(which, length, change.size) === change.size;
      if (done) bytes.fill(0, change.size);
      if (done) length = change.size;
      seen = change.size;
      return;
    }
    writeSectors(bytes, change, (sector) => luck.sector(which, sector));
    const grown = Math.max(seen, endOf(change));
    if (grown > seen) length = Math.max(length, luck.length(which, seen, grown));
    seen = grown;
  });
  return bytes.slice(0, length);
}

const endOf = (change: DataChange): number => (change.kind === 'write' ? change.at + change.bytes.length : change.size);

function writeSectors(
  into: Uint8Array,
  { at, bytes }: Extract<DataChange, { kind: 'write' }>,
  written: (sector: { index: number; count: number }) => boolean,
): void {
  const first = Math.floor(at / SECTOR_BYTES);
  const count = Math.ceil((at + bytes.length) / SECTOR_BYTES) - first;
  for (let index = 0; index < count; index += 1) {
    if (!written({ index, count })) continue;
    const from = Math.max(at, (first + index) * SECTOR_BYTES);
    const to = Math.min(at + bytes.length, (first + index + 1) * SECTOR_BYTES);
    into.set(bytes.subarray(from - at, to - at), from);
  }
}
