/**
 * Where back-ups are written: a stick, a second disk, a folder of the network. It may be slow, full, or pulled out at any moment, so every
 * call gives the thread back while it waits. Errors are thrown as Node throws them: an `Error` with a `code` such as `ENOSPC` or `EIO`.
 */
export interface Disk {
  /** The plain names in a folder, sorted; an absent folder is empty. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes, or null where there is no such file. */
  size(path: string): Promise<number | null>;
  /** The content, in pieces of at most 1 MiB. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Makes a new file; its content is on the medium when it resolves. If it fails, what it had made is removed where that is possible. */
  write(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Makes the folder and its parents. */
  makeFolder(path: string): Promise<void>;
  /** Takes the place of a file of that name, if there is one. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the names in a folder durable, where the operating system offers it. */
  syncFolder(path: string): Promise<void>;
  join(folder: string, name: string): string;
}

/** A whole file. */
export async function readAll(disk: Disk, path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of disk.read(path)) parts.push(part);
  return Buffer.concat(parts);
}

/** Bytes that are in memory, as a content to write. */
export async function* inOnePiece(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
