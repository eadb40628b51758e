import canonicalize from 'canonicalize';
import { type Bytes, sha256, toHex, utf8 } from './bytes.ts';

/** The one text form of a JSON value (RFC 8785). Throws on what JSON cannot carry. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value');
  return text;
}

/** The same as bytes, for signatures and hashes. */
export function canonicalJson(value: unknown): Bytes {
  return utf8(canonicalText(value));
}

/** SHA-256 over the canonical JSON, in hexadecimal. */
export async function canonicalHash(value: unknown): Promise<string> {
  return toHex(await sha256(canonicalJson(value)));
}
