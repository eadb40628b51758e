import { type Bytes, utf8 } from './bytes.ts';

/**
 * JSON bytes, filled with spaces to a multiple of `block`, so that their length says little; spaces behind it are JSON all the same.
 * Throws RangeError above `most` bytes.
 */
export function toPaddedJson(
  content: unknown,
  { block, most }: { readonly block: number; readonly most: number },
): Bytes {
  const json = utf8(JSON.stringify(content));
  const size = Math.ceil(json.length / block) * block;
  if (size > most) throw new RangeError(`Body of ${json.length} bytes is too large`);
  const padded = new Uint8Array(size).fill(0x20);
  padded.set(json);
  return padded;
}
