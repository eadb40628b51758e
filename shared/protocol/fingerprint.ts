import type { Bytes } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';

/** How many groups of five digits one digest gives: 30 digits, some 99 bits. */
const GROUPS = 6;
const BYTES_OF_GROUP = 5;

/** What stands for a workstation and the bureau it wants to join, as both sides see it. */
export interface JoiningWorkstation {
  readonly bureau: string;
  readonly workstation: string;
  /** Base64url, raw Ed25519. */
  readonly signingKey: string;
  /** Base64url, raw X25519. */
  readonly deviceKey: string;
  /** The bureau's first public key (base64url, raw X25519): it stays the same through every renewal. */
  readonly rootKey: string;
}

/** The bytes whose SHA-256 is the fingerprint of a bureau's key (`publicKey`: base64url, raw X25519). */
export function keyFingerprintInput(bureau: string, publicKey: string): Bytes {
  return canonicalJson({ what: 'ncb-key-fingerprint', bureau, publicKey });
}

/**
 * The bytes whose two SHA-256 are the fingerprint of a workstation that joins its bureau. It binds both sides: were the hub to show the
 * bureau another device, or the device another bureau key, the two screens would differ.
 *
 * Two digests, sixty digits: of a bureau's key the hub has none to choose, but here it may try identifiers and keys on both sides until two
 * meet, which for thirty digits takes some 2^50 tries. The first half is what versions before showed.
 */
export function workstationFingerprintInputs(joining: JoiningWorkstation): readonly [Bytes, Bytes] {
  const { bureau, workstation, signingKey, deviceKey, rootKey } = joining;
  const facts = { bureau, workstation, signingKey, deviceKey, rootKey };
  return [
    canonicalJson({ what: 'ncb-workstation-fingerprint', ...facts }),
    canonicalJson({ what: 'ncb-workstation-fingerprint-2', ...facts }),
  ];
}

/**
 * Digits two people can read to each other in any language: six groups of five, each five bytes of the digest modulo 100,000.
 * @param digest SHA-256, 32 bytes
 */
export function digitGroups(digest: Uint8Array): string {
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const bytes = digest.subarray(group * BYTES_OF_GROUP, (group + 1) * BYTES_OF_GROUP);
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 100_000).padStart(5, '0');
  });
  return groups.join(' ');
}
