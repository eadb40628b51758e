/**
 * The sealed file of a back-up.
 *
 *   header, one line of JSON · chunks: length (4 bytes, big endian), ciphertext and tag
 *
 * What is sealed is a gzip stream of text lines. AES-256-GCM under a key derived from a secret (scrypt); the nonce is the
 * chunk's index, and the header, the index and "last" are associated data: no chunk can be altered, moved, left out or
 * taken from another back-up, and none can be missing at the end.
 */
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { RandomDep } from '#shared/lib/deps.ts';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';

const deriveKey = promisify<string, Uint8Array, number, object, Buffer>(scrypt);
const CHUNK = 1024 * 1024;
const TAG = 16;
/** 32 MiB and about a tenth of a second. */
const SCRYPT = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const header = z.object({
  format: z.literal('ncb-hub-backup'),
  version: z.literal(1),
  createdAt: z.string(),
  /** The last migration of the database it was made from. */
  migration: z.int(),
  salt: z.string(),
});
export type BackupHeader = z.infer<typeof header>;

/** The file is no back-up, is damaged or cut, or the secret is another. */
export class BackupUnreadable extends Error {
  override readonly name = 'BackupUnreadable';
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

const boundTo = (head: string, index: number, last: boolean): Buffer =>
  Buffer.from(`${head}\n${index} ${last ? 'last' : 'more'}`);

function sealChunk(key: Buffer, head: string, index: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(boundTo(head, index, last));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}

function openChunk(key: Buffer, head: string, index: number, last: boolean, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(boundTo(head, index, last));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]);
  } catch {
    throw new BackupUnreadable('The back-up is damaged or cut, or the secret is another one');
  }
}

/** Pieces of exactly one chunk, but for the last, which says so. */
async function* inChunks(parts: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let held: Buffer = Buffer.alloc(0);
  for await (const part of parts) {
    held = Buffer.concat([held, part]);
    while (held.length > CHUNK) {
      yield { bytes: held.subarray(0, CHUNK), last: false };
      held = held.subarray(CHUNK);
    }
  }
  yield { bytes: held, last: true };
}

/** Writes lines, sealed, to a file that must not be there yet and that only its owner can read; durable when it returns. */
export async function writeBackupFile(
  { random }: RandomDep,
  path: string,
  secret: string,
  facts: Pick<BackupHeader, 'createdAt' | 'migration'>,
  lines: AsyncIterable<string>,
): Promise<void> {
  const salt = random.bytes(16);
  const head = JSON.stringify({ format: 'ncb-hub-backup', version: 1, ...facts, salt: toBase64Url(salt) });
  const key = await deriveKey(secret, salt, 32, SCRYPT);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(`${head}\n`);
    let index = 0;
    const withEnds = (async function* () {
      for await (const line of lines) yield `${line}\n`;
    })();
    for await (const { bytes, last } of inChunks(Readable.from(withEnds).pipe(createGzip({ level: 4 })))) {
      await file.write(sealChunk(key, head, index, last, bytes));
      index += 1;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Exactly so many bytes from a place, fewer at the end of the file. */
async function readAt(file: FileHandle, place: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, place);
  return buffer.subarray(0, bytesRead);
}

async function readHeader(file: FileHandle): Promise<{ head: string; facts: BackupHeader }> {
  const beginning = await readAt(file, 0, 1024);
  const end = beginning.indexOf('\n');
  const head = beginning.toString('utf8', 0, Math.max(end, 0));
  try {
    return { head, facts: header.parse(JSON.parse(head)) };
  } catch {
    throw new BackupUnreadable('This is no back-up of a hub');
  }
}

async function* openedChunks(file: FileHandle, head: string, key: Buffer): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  let place = Buffer.byteLength(head) + 1;
  for (let index = 0; place < size || index === 0; index++) {
    const length = (await readAt(file, place, 4)).readUInt32BE?.(0);
    if (length < TAG || length > CHUNK + TAG || place + 4 + length > size)
      throw new BackupUnreadable('The back-up is cut');
    const sealed = await readAt(file, place + 4, length);
    place += 4 + length;
    yield openChunk(key, head, index, place >= size, sealed);
  }
}

async function* splitLines(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let held: Buffer[] = [];
  for await (const part of parts) {
    let from = 0;
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, from)) {
      yield Buffer.concat([...held, part.subarray(from, at)]).toString('utf8');
      held = [];
      from = at + 1;
    }
    held.push(part.subarray(from));
  }
  if (held.some(({ length }) => length > 0)) throw new BackupUnreadable('The back-up ends in the middle of a line');
}

/** The header and the lines of a back-up. Throws BackupUnreadable, also while the lines are read. */
export async function readBackupFile<T>(
  path: string,
  secret: string,
  work: (facts: BackupHeader, lines: AsyncIterable<string>) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { head, facts } = await readHeader(file);
    const key = await deriveKey(secret, fromBase64Url(facts.salt), 32, SCRYPT);
    const sealed = Readable.from(openedChunks(file, head, key));
    const gunzip = createGunzip();
    // Whoever reads the lines hears of it; what is still on its way when they have stopped reading, nobody needs to.
    gunzip.on('error', () => undefined);
    sealed.on('error', (error) => gunzip.destroy(error));
    try {
      return await work(facts, splitLines(sealed.pipe(gunzip)));
    } finally {
      sealed.destroy();
    }
  } finally {
    await file.close();
  }
}
