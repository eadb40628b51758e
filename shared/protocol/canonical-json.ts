import canonicalize from 'canonicalize';
import { type Bytes, sha256, toHex, utf8 } from './bytes.ts';

/** The one byte form of a JSON value (RFC 8785), for signatures and hashes. Throws on what JSON cannot carry. */
export function canonicalJson(value: unknown): Bytes {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value');
  return utf8(text);
}

/** SHA-256 over the canonical JSON, in hexadecimal. */
export async function canonicalHash(value: unknown): Promise<string> {
  return toHex(await sha256(canonicalJson(value)));
}
