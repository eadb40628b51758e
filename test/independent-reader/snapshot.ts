import { deriveFrom, type Unlocked } from './key-slots.ts';
import { bytesOf, NotGenuineError, openSeal } from './sealing.ts';

/** docs/store-format.md §7. */

const HEADER_BYTES = 128;
const TAG_BYTES = 16;

/** Where journals end: the generation, the number of its last record, and that record's tag. */
export interface ChainPoint {
  readonly generation: number;
  readonly sequence: number;
  readonly tag: Buffer;
}

export interface Snapshot {
  /** The SQLite file. */
  readonly database: Buffer;
  readonly end: ChainPoint;
  /** Of the root key it is sealed under. */
  readonly epoch: number;
}

export function readSnapshot(
  bytes: Buffer,
  unlocked: Unlocked,
  expected: { readonly generation: number; readonly headerTag: string },
): Snapshot {
  const what = `snapshot ${expected.generation}`;
  const header = bytes.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) throw new NotGenuineError(`${what}: no whole header`);
  const salt = header.subarray(36, 68);
  const generation = header.subarray(28, 36);
  const epoch = header.readUInt32BE(108);
  const key = deriveFrom(unlocked, epoch, salt, 'snapshot/', unlocked.vaultId, generation);
  openSeal(
    key,
    0,
    Buffer.concat([bytesOf('ncb snapshot header'), header.subarray(0, 112)]),
    header.subarray(112),
    what,
  );
  const plain =
    header.subarray(0, 8).equals(bytesOf('NCBSNAP\n')) &&
    header.readUInt32BE(8) === 1 &&
    header.subarray(12, 28).equals(unlocked.vaultId) &&
    Number(generation.readBigUInt64BE()) === expected.generation &&
    header.subarray(112).toString('hex') === expected.headerTag;
  if (!plain) throw new NotGenuineError(`${what}: another snapshot is in its place`);
  const end = {
    generation: Number(header.readBigUInt64BE(68)),
    sequence: header.readUInt32BE(76),
    tag: header.subarray(80, 96),
  };
  return { database: openChunks(bytes, header, key, what), end, epoch };
}

function openChunks(bytes: Buffer, header: Buffer, key: Uint8Array, what: string): Buffer {
  const chunkSize = header.readUInt32BE(96);
  const size = Number(header.readBigUInt64BE(100));
  const count = Math.ceil(size / chunkSize);
  if (bytes.length !== HEADER_BYTES + size + TAG_BYTES * count) throw new NotGenuineError(`${what}: another length`);
  const chunks = Array.from({ length: count }, (_, index) => {
    const at = HEADER_BYTES + index * (chunkSize + TAG_BYTES);
    const place = Buffer.alloc(8);
    place.writeUInt32BE(index, 0);
    place.writeUInt32BE(count, 4);
    const aad = Buffer.concat([bytesOf('ncb snapshot chunk'), header, place]);
    return openSeal(key, index + 1, aad, bytes.subarray(at, at + chunkSize + TAG_BYTES), `${what}, chunk ${index}`);
  });
  return Buffer.concat(chunks);
}
