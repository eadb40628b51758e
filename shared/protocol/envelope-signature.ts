import { fromBase64Url, toBase64Url } from './bytes.ts';
import type { Envelope, UnsignedEnvelope } from './envelope.ts';
import { type SignerDep, signedBytes, type VerifierDep } from './signature.ts';

const WHAT = 'ncb-envelope-v1';

/** The envelope with its Ed25519 signature over all the rest. */
export async function signEnvelope({ signer }: SignerDep, unsigned: UnsignedEnvelope): Promise<Envelope> {
  const signature = await signer.sign(signedBytes(WHAT, unsigned));
  return { ...unsigned, signature: toBase64Url(signature) };
}

/** Whether the workstation with this public key (raw Ed25519, base64url) signed exactly this envelope. */
export async function isSignedBy({ verifier }: VerifierDep, envelope: Envelope, publicKey: string): Promise<boolean> {
  const { signature, ...unsigned } = envelope;
  return verifier.verify(fromBase64Url(publicKey), signedBytes(WHAT, unsigned), fromBase64Url(signature));
}
