import type { FileHandle, FileSystem, OpenMode } from '#core/store/file-system.ts';

interface Inode {
  /** May be longer than the file. */
  buffer: Uint8Array;
  size: number;
}

/** How to take back one call that no sync has made durable. */
interface Unsynced {
  readonly inode: Inode | null;
  readonly folder: string | null;
  undo(): void;
}

const failure = (code: string, what: string) => Object.assign(new Error(`${code}: ${what}`), { code });
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/**
 * The disk of one simulated machine. It outlives the processes that use it, forgets at a power cut what was never synced, and can be
 * full. (test/harness/store tries every state that a power cut may leave; here there are two: everything, and only what was synced.)
 */
export class SimulatedDisk {
  isFull = false;
  readonly #names = new Map<string, Inode>();
  #unsynced: Unsynced[] = [];

  /** The same files, apart from these. */
  static of(files: ReadonlyMap<string, Uint8Array>): SimulatedDisk {
    const disk = new SimulatedDisk();
    disk.replace(files);
    return disk;
  }

  /** These files take the place of those that were there. */
  replace(files: ReadonlyMap<string, Uint8Array>): void {
    this.#names.clear();
    this.#unsynced = [];
    for (const [path, bytes] of files) this.#names.set(path, { buffer: bytes.slice(), size: bytes.length });
  }

  files(): Map<string, Uint8Array> {
    return new Map([...this.#names].map(([path, { buffer, size }]) => [path, buffer.slice(0, size)]));
  }

  /** What was not synced is gone. */
  cutPower(): void {
    for (const { undo } of this.#unsynced.reverse()) undo();
    this.#unsynced = [];
  }

  /** The way one process uses the disk. */
  mount(): MountedDisk {
    return new MountedDisk(this);
  }

  find(path: string): Inode | undefined {
    return this.#names.get(path);
  }

  create(path: string): Inode {
    const inode = { buffer: new Uint8Array(), size: 0 };
    this.#setName(path, inode);
    return inode;
  }

  rename(from: string, to: string): void {
    const inode = this.#names.get(from);
    if (!inode) throw failure('ENOENT', from);
    const [before, folder] = [this.#names.get(to), folderOf(to)];
    this.#names.delete(from);
    this.#names.set(to, inode);
    this.#note(null, folder, () => {
      restore(this.#names, to, before);
      this.#names.set(from, inode);
    });
  }

  remove(path: string): void {
    if (!this.#names.has(path)) throw failure('ENOENT', path);
    this.#setName(path, undefined);
  }

  write(inode: Inode, bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    const size = inode.size;
    const over = inode.buffer.slice(position, Math.min(end, size));
    if (end > inode.buffer.length) {
      const longer = new Uint8Array(Math.max(end, inode.buffer.length * 2));
      longer.set(inode.buffer.subarray(0, size));
      inode.buffer = longer;
    }
    inode.buffer.set(bytes, position);
    inode.size = Math.max(size, end);
    this.#note(inode, null, () => {
      inode.buffer.set(over, position);
      inode.buffer.fill(0, Math.max(size, position), inode.size);
      inode.size = size;
    });
  }

  truncate(inode: Inode, size: number): void {
    const before = inode.buffer.slice(0, inode.size);
    inode.buffer = new Uint8Array(size);
    inode.buffer.set(before.subarray(0, size));
    inode.size = size;
    this.#note(inode, null, () => {
      inode.buffer = before;
      inode.size = before.length;
    });
  }

  sync(inode: Inode): void {
    this.#unsynced = this.#unsynced.filter((call) => call.inode !== inode);
  }

  syncFolder(path: string): void {
    this.#unsynced = this.#unsynced.filter((call) => call.folder !== path);
  }

  list(folder: string): readonly string[] {
    const prefix = `${folder}/`;
    const names = [...this.#names.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  }

  #setName(path: string, inode: Inode | undefined): void {
    const before = this.#names.get(path);
    restore(this.#names, path, inode);
    this.#note(null, folderOf(path), () => restore(this.#names, path, before));
  }

  #note(inode: Inode | null, folder: string | null, undo: () => void): void {
    this.#unsynced.push({ inode, folder, undo });
  }
}

function restore(names: Map<string, Inode>, path: string, inode: Inode | undefined): void {
  if (inode) names.set(path, inode);
  else names.delete(path);
}

/** One process's way to a disk: it ends with the process, at a moment that may be chosen to be one of its calls. */
export class MountedDisk implements FileSystem {
  /** The process ends at this call, counted down; 0 = it does not. */
  diesAfter = 0;
  /** Told once, when the process has died at a call. */
  onDeath: () => void = () => undefined;
  readonly #disk: SimulatedDisk;
  readonly #open = new Map<number, { readonly inode: Inode; readonly path: string }>();
  #nextHandle = 1;
  #isDead = false;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  /** The process is no more: whatever is left of it changes nothing. */
  kill(): void {
    this.#isDead = true;
  }

  open(path: string, mode: OpenMode): FileHandle {
    if (mode === 'create') this.#change(true);
    else if (mode === 'update') this.#change(false);
    const found = this.#disk.find(path);
    if (mode === 'create' && found) throw failure('EEXIST', path);
    if (mode !== 'create' && !found) throw failure('ENOENT', path);
    const handle = this.#nextHandle++;
    this.#open.set(handle, { inode: found ?? this.#disk.create(path), path });
    return handle as FileHandle;
  }

  close(file: FileHandle): void {
    this.#open.delete(file);
  }

  read(file: FileHandle, position: number, length: number): Uint8Array {
    const { buffer, size } = this.#inode(file);
    return buffer.slice(position, Math.min(position + length, size));
  }

  write(file: FileHandle, bytes: Uint8Array, position: number): number {
    this.#change(true);
    this.#disk.write(this.#inode(file), bytes, position);
    return bytes.length;
  }

  size(file: FileHandle): number {
    return this.#inode(file).size;
  }

  fsync(file: FileHandle): void {
    this.#change(true);
    this.#disk.sync(this.#inode(file));
  }

  fdatasync(file: FileHandle): void {
    this.#change(false);
    this.#disk.sync(this.#inode(file));
  }

  truncate(file: FileHandle, size: number): void {
    this.#change(true);
    this.#disk.truncate(this.#inode(file), size);
  }

  exists(path: string): boolean {
    return this.#disk.find(path) !== undefined;
  }

  list(folder: string): readonly string[] {
    return this.#disk.list(folder);
  }

  makeFolder(): void {
    // Folders are only the first part of a path here.
  }

  rename(from: string, to: string): void {
    this.#change(true);
    this.#disk.rename(from, to);
  }

  remove(path: string): void {
    this.#change(false);
    this.#disk.remove(path);
  }

  syncFolder(path: string): void {
    this.#change(false);
    this.#disk.syncFolder(path);
  }

  join(folder: string, name: string): string {
    return `${folder}/${name}`;
  }

  pause(): void {
    // Nobody waits in a simulation.
  }

  #inode(file: FileHandle): Inode {
    const open = this.#open.get(file);
    if (!open) throw failure('EBADF', String(file));
    return open.inode;
  }

  #change(needsSpace: boolean): void {
    if (this.#isDead) throw failure('EIO', 'the process has ended');
    if (this.diesAfter > 0) {
      this.diesAfter -= 1;
      if (this.diesAfter === 0) {
        this.#isDead = true;
        this.onDeath();
        throw failure('EIO', 'the process has ended');
      }
    }
    if (needsSpace && this.#disk.isFull) throw failure('ENOSPC', 'the disk is full');
  }
}
