import type { FileHandle, FileSystem, OpenMode } from '#core/store/file-system.ts';

const failure = (code: string, what: string) => Object.assign(new Error(`${code}: ${what}`), { code });

/** A disk in memory, fast enough for thousands of stores, whose files a test can read, alter, cut and copy. */
export class MemoryFileSystem implements FileSystem {
  readonly files = new Map<string, Uint8Array>();
  readonly #open = new Map<number, string>();
  /** Bytes that another disk holds as well: copied before they are written to. */
  readonly #borrowed = new Set<Uint8Array>();
  #nextHandle = 1;

  /** The same files, sharing their bytes with these until the store writes to them: cheap for thousands of large disks. */
  branch(): MemoryFileSystem {
    const other = new MemoryFileSystem();
    for (const [path, bytes] of this.files) {
      other.files.set(path, bytes);
      other.#borrowed.add(bytes);
    }
    return other;
  }

  /** The same files, apart from these. */
  copy(): MemoryFileSystem {
    const other = new MemoryFileSystem();
    for (const [path, bytes] of this.files) other.files.set(path, bytes.slice());
    return other;
  }

  open(path: string, mode: OpenMode): FileHandle {
    if (mode === 'create') {
      if (this.files.has(path)) throw failure('EEXIST', path);
      this.files.set(path, new Uint8Array());
    } else if (!this.files.has(path)) throw failure('ENOENT', path);
    const handle = this.#nextHandle++;
    this.#open.set(handle, path);
    return handle as FileHandle;
  }

  close(file: FileHandle): void {
    if (!this.#open.delete(file)) throw failure('EBADF', String(file));
  }

  read(file: FileHandle, position: number, length: number): Uint8Array {
    return this.#bytes(file).slice(position, position + length);
  }

  write(file: FileHandle, bytes: Uint8Array, position: number): number {
    const before = this.#bytes(file);
    const end = position + bytes.length;
    const fits = end <= before.length && !this.#borrowed.has(before);
    const after = fits ? before : new Uint8Array(Math.max(end, before.length));
    if (after !== before) after.set(before);
    after.set(bytes, position);
    this.files.set(this.#path(file), after);
    return bytes.length;
  }

  size(file: FileHandle): number {
    return this.#bytes(file).length;
  }

  fsync(file: FileHandle): void {
    this.#bytes(file);
  }

  fdatasync(file: FileHandle): void {
    this.#bytes(file);
  }

  truncate(file: FileHandle, size: number): void {
    const after = new Uint8Array(size);
    after.set(this.#bytes(file).subarray(0, size));
    this.files.set(this.#path(file), after);
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  list(folder: string): readonly string[] {
    const prefix = `${folder}/`;
    const names = [...this.files.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
    return [...new Set(names.map((name) => name.split('/')[0] ?? ''))].sort();
  }

  makeFolder(): void {
    // Folders are only the first part of a path here.
  }

  rename(from: string, to: string): void {
    const bytes = this.files.get(from);
    if (!bytes) throw failure('ENOENT', from);
    this.files.delete(from);
    this.files.set(to, bytes);
    for (const [handle, path] of this.#open) if (path === from) this.#open.set(handle, to);
  }

  remove(path: string): void {
    if (!this.files.delete(path)) throw failure('ENOENT', path);
  }

  syncFolder(): void {
    // Names are durable at once.
  }

  join(folder: string, name: string): string {
    return `${folder}/${name}`;
  }

  pause(): void {
    // A test does not wait.
  }

  #path(file: FileHandle): string {
    const path = this.#open.get(file);
    if (path === undefined) throw failure('EBADF', String(file));
    return path;
  }

  #bytes(file: FileHandle): Uint8Array {
    const bytes = this.files.get(this.#path(file));
    if (!bytes) throw failure('EBADF', String(file));
    return bytes;
  }
}

export interface Fault {
  /** The call that fails, counted from 1. */
  readonly at: number;
  readonly code: 'ENOSPC' | 'EIO' | 'EPERM' | 'EBUSY' | 'short-write';
  /** Only that call, or it and every writing call after it. */
  readonly lasting: boolean;
}

const CHANGING = new Set([
  'open',
  'write',
  'fsync',
  'fdatasync',
  'truncate',
  'rename',
  'remove',
  'syncFolder',
  'makeFolder',
]);
const READING = new Set(['open', 'read', 'size', 'list', 'exists', 'close']);

/** What a full disk refuses; it still reads, syncs, and gives space back. */
const NEEDS_SPACE = new Set(['open', 'write', 'fsync', 'rename', 'makeFolder', 'truncate']);

export interface FailingOptions {
  /** Calls that only read are counted, and fail, as well. */
  readonly reads?: boolean;
  /** Told about each sync that failed: the system has dropped what it could not write. */
  readonly onFailedSync?: (file: FileHandle) => void;
}

/** Counts the calls to a disk (those that change it, or all) and makes one of them, and those after it if lasting, fail. */
export class FailingFileSystem {
  calls = 0;
  fault: Fault | undefined;
  /** The first call that failed: its name. */
  failed: string | undefined;
  readonly fs: FileSystem;
  readonly #options: FailingOptions;

  constructor(inner: FileSystem, fault?: Fault, options: FailingOptions = {}) {
    this.fault = fault;
    this.#options = options;
    this.fs = new Proxy(inner, { get: (target, name) => this.#intercept(target, String(name)) });
  }

  #intercept(target: FileSystem, name: string): unknown {
    const member: unknown = Reflect.get(target, name);
    if (typeof member !== 'function') return member;
    if (!CHANGING.has(name) && !(this.#options.reads && READING.has(name))) return member.bind(target);
    return (...args: unknown[]) => {
      const reads = READING.has(name) && !(name === 'open' && args[1] !== 'read');
      if (reads && !this.#options.reads) return member.apply(target, args);
      this.calls += 1;
      return this.#fails(name, reads) ? this.#fail(target, name, args) : member.apply(target, args);
    };
  }

  #fails(name: string, reads: boolean): boolean {
    const { fault } = this;
    if (!fault || this.calls < fault.at || (!fault.lasting && this.calls > fault.at)) return false;
    return fault.code === 'ENOSPC' ? NEEDS_SPACE.has(name) && !reads : true;
  }

  #fail(target: FileSystem, name: string, args: unknown[]): unknown {
    this.failed ??= name;
    const code = this.fault?.code ?? 'EIO';
    if (name === 'exists') return false;
    if (name === 'close') target.close(args[0] as FileHandle);
    if (name === 'fsync' || name === 'fdatasync') this.#options.onFailedSync?.(args[0] as FileHandle);
    if (code !== 'short-write') throw failure(code, name);
    if (name !== 'write') throw failure('EIO', name);
    const [file, bytes, position] = args as [FileHandle, Uint8Array, number];
    if (bytes.length < 2) throw failure('ENOSPC', name);
    return target.write(file, bytes.subarray(0, bytes.length >> 1), position);
  }
}
