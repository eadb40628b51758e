import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';

const MOST = 64 * 1024 * 1024;
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;

/** Chromium's simple cache: magic number, version, length of the key, hash of the key, four bytes; then the key, then the body. */
const CACHE_MAGIC = Buffer.from('305c72a71b6dfbfc', 'hex');
const CACHE_HEADER_BYTES = 24;

/** What stands compressed in these bytes: gzip, zlib (PNG's text and pixels among it), members of a ZIP, Brotli as a whole file or cache body. */
export function compressedStreams(bytes: Buffer): Buffer[] {
  return [...gzipStreams(bytes), ...zlibStreams(bytes), ...zipMembers(bytes), ...brotliBodies(bytes)];
}

/** Ends gladly in the middle of a stream: a torn file tells as much as it can. */
const partial = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST } as const;

/** Nothing where the bytes only looked like a stream. */
function attempt(decompress: () => Buffer): Buffer[] {
  try {
    const plain = decompress();
    return plain.length > 0 ? [plain] : [];
  } catch {
    return [];
  }
}

function* placesOf(bytes: Buffer, mark: Buffer): Generator<number> {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) yield at;
}

/** Without the frame around it: neither a wrong checksum nor what follows the stream hides what is in it. */
const inflated = (bytes: Buffer, start: number): Buffer[] =>
  attempt(() => inflateRawSync(bytes.subarray(start), partial));

const gzipStreams = (bytes: Buffer): Buffer[] =>
  [...placesOf(bytes, Buffer.from([0x1f, 0x8b, 8]))].flatMap((at) => inflated(bytes, afterGzipHeader(bytes, at)));

/** RFC 1952 §2.3: ten bytes, then what its flags name. */
function afterGzipHeader(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let next = at + 10;
  if (flags & 4 && next + 2 <= bytes.length) next += 2 + bytes.readUInt16LE(next);
  for (const text of [8, 16]) if (flags & text) next = bytes.indexOf(0, next) + 1;
  return flags & 2 ? next + 2 : next;
}

/** RFC 1950 §2.2: deflate with a window of 32 KiB begins with 0x78, and the first two bytes are a multiple of 31. */
const zlibStreams = (bytes: Buffer): Buffer[] =>
  [0x01, 0x5e, 0x9c, 0xda].flatMap((flags) =>
    [...placesOf(bytes, Buffer.from([0x78, flags]))].flatMap((at) => inflated(bytes, at + 2)),
  );

const zipMembers = (bytes: Buffer): Buffer[] =>
  [...placesOf(bytes, LOCAL_HEADER)]
    .filter((at) => at + LOCAL_HEADER_BYTES <= bytes.length && bytes.readUInt16LE(at + 8) === DEFLATED)
    .flatMap((at) => {
      return inflated(bytes, at + LOCAL_HEADER_BYTES + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28));
    });

/** Brotli has no mark of its own. */
function brotliBodies(bytes: Buffer): Buffer[] {
  const isCacheEntry = bytes.length > CACHE_HEADER_BYTES && bytes.subarray(0, 8).equals(CACHE_MAGIC);
  const start = isCacheEntry ? CACHE_HEADER_BYTES + bytes.readUInt32LE(12) : 0;
  const options = { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: MOST };
  return attempt(() => brotliDecompressSync(bytes.subarray(start), options));
}
