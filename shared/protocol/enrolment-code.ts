/**
 * What an administrator reads out and an officer types once:
 *
 *   10 bytes secret · 15 bytes of the SHA-256 of the hub CA's SubjectPublicKeyInfo · check symbol
 *   XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-C
 *
 * The workstation needs nothing else to know the right hub: the code pins its certificate authority. The check symbol
 * tells a slip of the finger from a wrong code.
 */
import { err, ok, type Result } from '../lib/result.ts';
import { type Bytes, concatBytes, sha256 } from './bytes.ts';
import { crockfordCheck, fromCrockford, normaliseCrockford, toCrockford } from './crockford.ts';

export const SECRET_SIZE = 10;
const PIN_SIZE = 15;
const SYMBOLS = ((SECRET_SIZE + PIN_SIZE) * 8) / 5;

export interface EnrolmentCode {
  readonly secret: Bytes;
  /** The first 15 bytes of SHA-256 over the CA's SubjectPublicKeyInfo (DER). */
  readonly caPin: Bytes;
}

/** incomplete: symbols are missing · too-long · symbol: a character no code has · slip: mistyped somewhere. */
export type EnrolmentCodeError = 'incomplete' | 'too-long' | 'symbol' | 'slip';

/** The code as shown to people. */
export function formatEnrolmentCode({ secret, caPin }: EnrolmentCode): string {
  const symbols = toCrockford(concatBytes(secret, caPin));
  const groups = symbols.match(/.{5}/g) ?? [];
  return [...groups, crockfordCheck(symbols)].join('-');
}

/** Reads a typed code, tolerant of case, spaces, hyphens, O for 0, and I or L for 1. */
export function parseEnrolmentCode(typed: string): Result<EnrolmentCode, EnrolmentCodeError> {
  const normal = normaliseCrockford(typed);
  if (/[^0-9A-HJKMNP-TV-Z]/.test(normal.slice(0, SYMBOLS))) return err('symbol');
  if (normal.length !== SYMBOLS + 1) return err(normal.length > SYMBOLS ? 'too-long' : 'incomplete');
  const symbols = normal.slice(0, SYMBOLS);
  const bytes = fromCrockford(symbols);
  if (bytes === null) return err('symbol');
  if (crockfordCheck(symbols) !== normal.slice(SYMBOLS)) return err('slip');
  return ok({ secret: bytes.slice(0, SECRET_SIZE), caPin: bytes.slice(SECRET_SIZE) });
}

/** The pin of a certificate authority, from its SubjectPublicKeyInfo in DER. */
export async function caPinOf(subjectPublicKeyInfo: Uint8Array): Promise<Bytes> {
  return (await sha256(subjectPublicKeyInfo)).slice(0, PIN_SIZE);
}
