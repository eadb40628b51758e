import { createHash } from 'node:crypto';
import { deriveFrom, type Unlocked } from './key-slots.ts';
import { bytesOf, mac, NotGenuineError, openSeal } from './sealing.ts';

/** docs/store-format.md §8. */

const HEADER_BYTES = 68;
const FOOTER_BYTES = 56;
const TAG_BYTES = 16;

/** The content of one attachment, checked against its name. */
export function readAttachment(name: string, bytes: Buffer, unlocked: Unlocked): Buffer {
  const { vaultId } = unlocked;
  const header = bytes.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) throw new NotGenuineError(`${name}: no whole header`);
  const known = header.subarray(0, 8).equals(bytesOf('NCBATTM\n')) && header.readUInt32BE(8) === 1;
  if (!known || !header.subarray(12, 28).equals(vaultId))
    throw new NotGenuineError(`${name}: no attachment of this vault`);
  const epoch = header.readUInt32BE(64);
  const key = deriveFrom(unlocked, epoch, header.subarray(28, 60), 'attachment/', vaultId);
  const footerAad = Buffer.concat([bytesOf('ncb attachment footer'), header]);
  const footer = openSeal(key, 0, footerAad, bytes.subarray(-FOOTER_BYTES), name);
  const digest = footer.subarray(0, 32);
  const content = openChunks(name, bytes, header, key, Number(footer.readBigUInt64BE(32)));
  if (!createHash('sha256').update(content).digest().equals(digest))
    throw new NotGenuineError(`${name}: another content`);
  if (name !== `${mac(deriveFrom(unlocked, epoch, vaultId, 'attachment names'), digest).toString('hex')}.ncb`) {
    throw new NotGenuineError(`${name}: another attachment is in its place`);
  }
  return content;
}

function openChunks(name: string, bytes: Buffer, header: Buffer, key: Buffer, size: number): Buffer {
  const chunkSize = header.readUInt32BE(60);
  const count = Math.ceil(size / chunkSize);
  if (bytes.length !== HEADER_BYTES + size + count * TAG_BYTES + FOOTER_BYTES) {
    throw new NotGenuineError(`${name}: chunks are missing or added`);
  }
  const chunks = Array.from({ length: count }, (_, index) => {
    const at = HEADER_BYTES + index * (chunkSize + TAG_BYTES);
    const length = Math.min(chunkSize, size - index * chunkSize) + TAG_BYTES;
    const place = Buffer.alloc(4);
    place.writeUInt32BE(index);
    const aad = Buffer.concat([bytesOf('ncb attachment chunk'), header, place]);
    return openSeal(key, index + 1, aad, bytes.subarray(at, at + length), `${name}, chunk ${index}`);
  });
  return Buffer.concat(chunks);
}
