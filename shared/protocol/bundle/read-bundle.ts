import type { z } from 'zod';
import { type Bytes, concatBytes, fromHex, fromUtf8, sha256, toHex } from '../bytes.ts';
import { carriedCheck } from '../carried-check.ts';
import { signedStatement } from '../hub-statement.ts';
import { sealedFileDigest } from '../seal-file.ts';
import { ByteSource } from './byte-source.ts';
import { type BundleKey, openHeader } from './header.ts';
import { BundleError, CHECKS_VERSION, MAX_RECORD_SIZE, RECORD_HEAD_SIZE, recordTypes } from './layout.ts';
import { RecordChain } from './record-chain.ts';
import {
  type BundleBlob,
  type BundleClosing,
  type BundleHead,
  type BundleRecord,
  bundleBlob,
  bundleClosing,
  bundleHead,
} from './records.ts';
import { openPieces } from './sealed-pieces.ts';

/** A bundle that is being read: its head is known, the rest comes record by record. */
export interface OpenBundle {
  readonly head: BundleHead;
  /** The clear beginning: what opens behind the same one is the same file, whoever holds it in between. */
  readonly header: Bytes;
  /** Each record as it is read; count and digest of the closing record have been found right when this ends. @throws BundleError */
  readonly records: AsyncGenerator<BundleRecord, BundleClosing>;
  /** Lets go of a file that is not read to its end. */
  close(): Promise<void>;
}

/**
 * Opens a bundle and reads its head. Memory stays bounded by the largest record. Who signed the closing record is the caller's to
 * check (check-bundle.ts).
 * @param checked what was checked before: the file may have been changed for another since
 * @throws BundleError
 */
export async function openBundle(
  source: AsyncIterable<Uint8Array>,
  keys: readonly BundleKey[],
  checked?: Pick<OpenBundle, 'header'>,
): Promise<OpenBundle> {
  const file = new ByteSource(source);
  try {
    const header = await openHeader(file, keys);
    if (checked && !isSame(header.bytes, checked.header)) throw new BundleError('damaged');
    const frames = new FrameReader(new ByteSource(openPieces(header, file)));
    const first = await frames.next();
    if (first.type !== recordTypes.head) throw new BundleError('damaged');
    const head = readJson(bundleHead, first.content);
    const records = closing(file, readRecords(frames, header.version));
    return { head, header: header.bytes, records, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

async function* closing<T, R>(file: ByteSource, records: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
  try {
    return yield* records;
  } finally {
    await file.close();
  }
}

async function* readRecords(frames: FrameReader, version: number): AsyncGenerator<BundleRecord, BundleClosing> {
  let blob: BlobReader | null = null;
  for (;;) {
    const { type, content } = await frames.next();
    if (type === recordTypes.chunk) {
      if (!blob) throw new BundleError('damaged');
      yield await blob.next(content);
      if (blob.isWhole) blob = null;
      continue;
    }
    // The chunks of an attachment follow it without a gap.
    if (blob) throw new BundleError('damaged');
    if (type === recordTypes.closing) return await frames.close(readJson(bundleClosing, content));
    const record = readRecord(type, content, version);
    if (record.type === 'blob') blob = new BlobReader(record.blob);
    yield record;
  }
}

function readRecord(type: number, content: Bytes, version: number): BundleRecord {
  if (type === recordTypes.envelope) return { type: 'envelope', text: readText(content) };
  if (type === recordTypes.blob) return { type: 'blob', blob: readJson(bundleBlob, content) };
  if (type === recordTypes.statement) return { type: 'statement', statement: readJson(signedStatement, content) };
  if (type === recordTypes.check && version >= CHECKS_VERSION)
    return { type: 'check', check: readJson(carriedCheck, content) };
  throw new BundleError('damaged');
}

/** Type, length and content of each record, with the chain over all of them. */
class FrameReader {
  private readonly chain = new RecordChain();
  private before: { readonly records: number; readonly digest: string } = { records: 0, digest: '' };

  constructor(private readonly bytes: ByteSource) {}

  async next(): Promise<{ readonly type: number; readonly content: Bytes }> {
    const head = await this.bytes.take(RECORD_HEAD_SIZE);
    const length = head.length < RECORD_HEAD_SIZE ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(1);
    if (length === 0 || length > MAX_RECORD_SIZE) throw new BundleError('damaged');
    const content = await this.bytes.take(length);
    if (content.length < length) throw new BundleError('damaged');
    this.before = { records: this.chain.records, digest: this.chain.hex };
    await this.chain.add(concatBytes(head, content));
    return { type: head[0] ?? 0, content };
  }

  /** After the closing record nothing stands but the zeros that fill the last piece. */
  async close(closing: BundleClosing): Promise<BundleClosing> {
    const { records, digest } = this.before;
    if (closing.records !== records || closing.digest !== digest) throw new BundleError('damaged');
    for (;;) {
      const rest = await this.bytes.take(1024);
      if (rest.length === 0) return closing;
      if (rest.some((byte) => byte !== 0)) throw new BundleError('damaged');
    }
  }
}

/** The chunks of one attachment: all there, in order, and together what the blob's digest says. */
class BlobReader {
  private readonly digests: Bytes[] = [];
  private bytes = 0;

  constructor(private readonly blob: BundleBlob) {}

  get isWhole(): boolean {
    return this.digests.length === this.blob.chunks;
  }

  async next(content: Bytes): Promise<BundleRecord> {
    const digest = toHex(await sha256(content));
    const index = this.digests.length;
    this.digests.push(fromHex(digest));
    this.bytes += content.length;
    if (this.isWhole) await this.check();
    return { type: 'chunk', blobId: this.blob.blobId, index, bytes: content, sha256: digest };
  }

  private async check(): Promise<void> {
    const isSame = this.bytes === this.blob.size && (await sealedFileDigest(this.digests)) === this.blob.digest;
    if (!isSame) throw new BundleError('damaged');
  }
}

function readText(content: Bytes): string {
  try {
    return fromUtf8(content);
  } catch {
    throw new BundleError('damaged');
  }
}

function readJson<T>(schema: z.ZodType<T>, content: Bytes): T {
  try {
    return schema.parse(JSON.parse(fromUtf8(content)));
  } catch {
    // It passed the seal: whoever wrote it did not keep to the format.
    throw new BundleError('damaged');
  }
}
