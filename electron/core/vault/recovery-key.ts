import { createHash } from 'node:crypto';
import { fromCrockford, normaliseCrockford, toCrockford } from '#shared/protocol/crockford.ts';
import { concat, equalBytes, utf8 } from '../store/bytes.ts';
import { asKey, KEY_BYTES, type Key } from '../store/sealing.ts';

const CHECKSUM_BYTES = 3;
const GROUP_LENGTH = 4;
const SYMBOLS = ((KEY_BYTES + CHECKSUM_BYTES) * 8) / 5;

/** 256 bits and a 24-bit checksum as 14 groups of four symbols, to be printed once and typed from paper. */
export function formatRecoveryKey(key: Key): string {
  const text = toCrockford(concat(key, checksumOf(key)));
  return text.match(new RegExp(`.{${GROUP_LENGTH}}`, 'g'))?.join('-') ?? text;
}

/** The key, or null if a symbol was mistyped or left out. */
export function parseRecoveryKey(typed: string): Key | null {
  const text = normaliseCrockford(typed);
  const bytes = text.length === SYMBOLS ? fromCrockford(text) : null;
  if (!bytes) return null;
  const key = bytes.slice(0, KEY_BYTES);
  return equalBytes(bytes.subarray(KEY_BYTES), checksumOf(key)) ? asKey(key) : null;
}

function checksumOf(key: Uint8Array): Uint8Array {
  return createHash('sha256').update(utf8('ncb recovery key')).update(key).digest().subarray(0, CHECKSUM_BYTES);
}
