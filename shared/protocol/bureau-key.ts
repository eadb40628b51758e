import { z } from 'zod';
import { binaryOf, fromBase64Url, toBase64Url } from './bytes.ts';
import { directoryKey } from './directory.ts';
import { encryptionPublicKey, keyId } from './hpke.ts';
import { type SignerDep, signedBytes, type VerifierDep } from './signature.ts';

/** A bureau's public key, as a workstation that holds its private half registers it. */
export const bureauPublicKey = z.strictObject({ keyId, publicKey: encryptionPublicKey });

const unsignedRenewal = z.strictObject({
  /** The current key this one is to follow. Where it is not the current one any more, another renewal came first. */
  replaces: keyId,
  key: bureauPublicKey,
});

/**
 * POST /v1/bureau-key, since version 3: a workstation gives its bureau a new key; the one before is retired in the same
 * step. The first comes through; who comes later with the same `replaces` gets `bureau-key-exists`, and uses the key the
 * directory shows. The same request again gets the same answer.
 */
export const bureauKeyRenewal = unsignedRenewal.extend({
  /** Ed25519 by the workstation's signing key over the rest: evidence of who changed the bureau's key. */
  signature: binaryOf(64),
});

/** Every key of the bureau as it stands now. */
export const bureauKeyRenewed = z.object({ keys: z.array(directoryKey) });

export type BureauPublicKey = z.infer<typeof bureauPublicKey>;
export type BureauKeyRenewal = z.infer<typeof bureauKeyRenewal>;
export type BureauKeyRenewed = z.infer<typeof bureauKeyRenewed>;
type UnsignedRenewal = z.infer<typeof unsignedRenewal>;

const WHAT = 'ncb-bureau-key-v1';

export async function signRenewal({ signer }: SignerDep, unsigned: UnsignedRenewal): Promise<BureauKeyRenewal> {
  return { ...unsigned, signature: toBase64Url(await signer.sign(signedBytes(WHAT, unsigned))) };
}

/** @param signingKey of the workstation that sent it (base64url, raw Ed25519) */
export async function isSignedRenewal(
  { verifier }: VerifierDep,
  { signature, ...unsigned }: BureauKeyRenewal,
  signingKey: string,
): Promise<boolean> {
  return verifier.verify(fromBase64Url(signingKey), signedBytes(WHAT, unsigned), fromBase64Url(signature));
}
