import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

const SYMLINK = 0o120000;
const FILE_TYPE_MASK = 0o170000;

/**
 * Unpacks a zip archive into `target`, keeping file modes and symbolic links.
 * @param nameOf gives the path inside `target` for an entry's name, or undefined to leave the entry out.
 * @throws when the archive is damaged or an entry would land outside `target`.
 */
export async function unzip(
  archive: string,
  target: string,
  nameOf: (entryName: string) => string | undefined,
): Promise<void> {
  const zip = await yauzl.openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.endsWith('/') ? undefined : nameOf(entry.fileName);
      if (name !== undefined) await unpackEntry(zip, entry, inside(target, name));
    }
  } finally {
    zip.close();
  }
}

function inside(target: string, name: string): string {
  const path = resolve(target, name);
  if (!path.startsWith(resolve(target) + sep)) throw new Error(`The archive names a file outside its folder: ${name}`);
  return path;
}

async function unpackEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const mode = entry.externalFileAttributes >>> 16;
  const content = await zip.openReadStreamPromise(entry);
  if ((mode & FILE_TYPE_MASK) === SYMLINK) return symlink((await buffer(content)).toString('utf8'), path);
  await pipeline(content, createWriteStream(path, { mode: mode & 0o777 || 0o644 }));
}
