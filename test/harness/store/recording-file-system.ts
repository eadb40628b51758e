import type { FileHandle, FileSystem, OpenMode } from '#core/store/file-system.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';

/** A file whatever its name is at the moment: what an inode is to a real disk. */
export type FileId = number;

/** A call that changes the disk, or makes changes durable, in the order in which they were made. */
export type DiskCall =
  | { readonly kind: 'create'; readonly path: string; readonly file: FileId }
  | { readonly kind: 'write'; readonly file: FileId; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly file: FileId; readonly size: number }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string }
  /** fsync or fdatasync: for the store's files, whose times nobody reads, they promise the same. */
  | { readonly kind: 'sync'; readonly file: FileId }
  /** A sync that failed: the system has dropped what it could not write, and a later sync does not bring it back. */
  | { readonly kind: 'failed-sync'; readonly file: FileId }
  | { readonly kind: 'sync-folder'; readonly path: string };

/** A disk in memory that writes down every call, so that `crash-states.ts` can rebuild what a power cut would leave. */
export class RecordingFileSystem implements FileSystem {
  readonly calls: DiskCall[] = [];
  /** What was durable before the first call. */
  readonly before: ReadonlyMap<string, Uint8Array>;
  /** The files as a running program sees them. */
  readonly disk: MemoryFileSystem;
  readonly #ids = new Map<string, FileId>();
  readonly #open = new Map<FileHandle, FileId>();
  #nextId = 1;

  constructor(before: MemoryFileSystem = new MemoryFileSystem()) {
    this.before = before.copy().files;
    this.disk = before.copy();
    for (const path of this.before.keys()) this.#ids.set(path, this.#nextId++);
  }

  /** The number that each file of `before` has in `calls`. */
  idsBefore(): ReadonlyMap<string, FileId> {
    return new Map([...this.before.keys()].map((path, index) => [path, index + 1]));
  }

  open(path: string, mode: OpenMode): FileHandle {
    const handle = this.disk.open(path, mode);
    if (mode === 'create') {
      const file = this.#nextId++;
      this.#ids.set(path, file);
      this.calls.push({ kind: 'create', path, file });
    }
    this.#open.set(handle, this.#ids.get(path) ?? 0);
    return handle;
  }

  close(file: FileHandle): void {
    this.disk.close(file);
    this.#open.delete(file);
  }

  read(file: FileHandle, position: number, length: number): Uint8Array {
    return this.disk.read(file, position, length);
  }

  write(file: FileHandle, bytes: Uint8Array, position: number): number {
    const taken = this.disk.write(file, bytes, position);
    this.calls.push({ kind: 'write', file: this.#id(file), at: position, bytes: bytes.slice(0, taken) });
    return taken;
  }

  size(file: FileHandle): number {
    return this.disk.size(file);
  }

  fsync(file: FileHandle): void {
    this.calls.push({ kind: 'sync', file: this.#id(file) });
  }

  fdatasync(file: FileHandle): void {
    this.calls.push({ kind: 'sync', file: this.#id(file) });
  }

  /** For a wrapper that lets a sync fail. */
  noteFailedSync(file: FileHandle): void {
    this.calls.push({ kind: 'failed-sync', file: this.#id(file) });
  }

  truncate(file: FileHandle, size: number): void {
    this.disk.truncate(file, size);
    this.calls.push({ kind: 'truncate', file: this.#id(file), size });
  }

  exists(path: string): boolean {
    return this.disk.exists(path);
  }

  list(folder: string): readonly string[] {
    return this.disk.list(folder);
  }

  /** Durable when it returns, as the interface says: not a call that a power cut could undo. */
  makeFolder(): void {
    this.disk.makeFolder();
  }

  rename(from: string, to: string): void {
    this.disk.rename(from, to);
    this.#ids.set(to, this.#ids.get(from) ?? 0);
    this.#ids.delete(from);
    this.calls.push({ kind: 'rename', from, to });
  }

  remove(path: string): void {
    this.disk.remove(path);
    this.#ids.delete(path);
    this.calls.push({ kind: 'remove', path });
  }

  syncFolder(path: string): void {
    this.calls.push({ kind: 'sync-folder', path });
  }

  join(folder: string, name: string): string {
    return this.disk.join(folder, name);
  }

  pause(): void {
    // A test does not wait.
  }

  #id(file: FileHandle): FileId {
    const id = this.#open.get(file);
    if (id === undefined) throw Object.assign(new Error('EBADF: not open'), { code: 'EBADF' });
    return id;
  }
}
