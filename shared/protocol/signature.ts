import type { Bytes } from './bytes.ts';
import { binaryOf, utf8 } from './bytes.ts';
import { canonicalText } from './canonical-json.ts';

/** Ed25519 (RFC 8032) with the workstation's private key, which never leaves its owner. */
export interface Signer {
  sign(data: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** Ed25519 verification with a raw 32-byte public key. False, never an exception, on a bad key or signature. */
export interface Verifier {
  verify(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): Promise<boolean> | boolean;
}

export interface SignerDep {
  readonly signer: Signer;
}

export interface VerifierDep {
  readonly verifier: Verifier;
}

export const signingPublicKey = binaryOf(32);

/** What is signed: the name of the thing, a line feed, and its canonical JSON, so that no signature fits two things. */
export function signedBytes(what: string, value: unknown): Bytes {
  return signedTextBytes(what, canonicalText(value));
}

/** The same of a value whose canonical JSON is there already. */
export function signedTextBytes(what: string, canonical: string): Bytes {
  return utf8(`${what}\n${canonical}`);
}
