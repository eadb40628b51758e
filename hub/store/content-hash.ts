import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';

/** SHA-256 over the canonical JSON, in hexadecimal: what shared/protocol's `canonicalHash` gives, without a trip to another thread. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
