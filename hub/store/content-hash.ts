import { createHash } from 'node:crypto';
import { canonicalText } from '#shared/protocol/canonical-json.ts';

/** SHA-256 over the canonical JSON, in hexadecimal: what shared/protocol's `canonicalHash` gives, without a trip to another thread. */
export function contentHash(value: unknown): string {
  return hashOfText(canonicalText(value));
}

/** The same of a value whose canonical JSON is there already. */
export function hashOfText(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex');
}
