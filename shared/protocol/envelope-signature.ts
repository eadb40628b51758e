import { fromBase64Url, toBase64Url } from './bytes.ts';
import type { Envelope, UnsignedEnvelope } from './envelope.ts';
import { type SignerDep, signedBytes, signedTextBytes, type VerifierDep } from './signature.ts';

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

/**
 * The same for whoever has the canonical JSON of the whole envelope, so that nobody writes it twice.
 * @param envelope read by its schema, which names every field: so its signature stands in one place of the text, and what is
 *   left without it is what was signed; quotes inside a text are escaped.
 */
export async function isTextSignedBy(
  { verifier }: VerifierDep,
  { signature }: Envelope,
  text: string,
  publicKey: string,
): Promise<boolean> {
  const signed = signedTextBytes(WHAT, text.replace(`,"signature":"${signature}"`, ''));
  const bytes = fromBase64Url(signature);
  // The last letter has bits to spare: written otherwise, the same signature would make another content under a known id.
  return toBase64Url(bytes) === signature && verifier.verify(fromBase64Url(publicKey), signed, bytes);
}
