import { z } from 'zod';
import { workstationId } from '../lib/ids.ts';
import { bureauPublicKey } from './bureau-key.ts';
import { binaryOf, fromBase64Url, toBase64Url } from './bytes.ts';
import { directoryBureau } from './directory.ts';
import { SECRET_SIZE } from './enrolment-code.ts';
import { epoch } from './epoch.ts';
import { encryptionPublicKey } from './hpke.ts';
import { type SignerDep, signedBytes, signingPublicKey, type VerifierDep } from './signature.ts';

const pem = z
  .string()
  .max(8192)
  .regex(/^-----BEGIN [A-Z ]+-----/);

/** POST /v1/enrolment, but its proof. The only route besides the CA's that is open without a certificate. */
export const unprovenEnrolment = z.strictObject({
  /** The secret part of the enrolment code, see enrolment-code.ts. */
  secret: binaryOf(SECRET_SIZE),
  /** PKCS #10 request (RFC 2986), ECDSA P-256. Its subject is ignored: the hub writes bureau and workstation. */
  csr: pem,
  signingKey: signingPublicKey,
  deviceKey: encryptionPublicKey,
  /**
   * The bureau's public key, as this workstation holds its private half. A bureau's first workstation registers it. Where
   * the bureau has another key, the answer `bureau-key-exists` has `bureau`, `keyId` and `publicKey` in its details and
   * leaves the code unused. Since version 3 a workstation may then come with null: it is enrolled, and waits until a
   * workstation of its bureau hands it the keys. Null where the bureau has no key yet is `bureau-key-missing`.
   */
  bureauKey: bureauPublicKey.nullable(),
});

export const enrolmentRequest = unprovenEnrolment.extend({
  /** Ed25519 by `signingKey` over the rest: whoever enrols a key holds it. */
  proof: binaryOf(64),
});

export const enrolmentResponse = z.object({
  workstation: workstationId,
  /** PEM, for mutual TLS. */
  certificate: pem,
  /** PEM of the hub's certificate authority. */
  ca: pem,
  epoch,
  bureau: directoryBureau,
});

/** GET /v1/ca: the certificate authority's certificate, to be checked against the enrolment code. */
export const caResponse = z.object({ ca: pem });

export type EnrolmentRequest = z.infer<typeof enrolmentRequest>;
export type EnrolmentResponse = z.infer<typeof enrolmentResponse>;
export type UnprovenEnrolment = z.infer<typeof unprovenEnrolment>;

const WHAT = 'ncb-enrolment-v1';

/** Adds the proof that the signing key is held by who enrols it. */
export async function proveEnrolment({ signer }: SignerDep, unproven: UnprovenEnrolment): Promise<EnrolmentRequest> {
  return { ...unproven, proof: toBase64Url(await signer.sign(signedBytes(WHAT, unproven))) };
}

/** Whether the request was signed with the signing key it wants to enrol. */
export async function isProvenEnrolment({ verifier }: VerifierDep, request: EnrolmentRequest): Promise<boolean> {
  const { proof, ...unproven } = request;
  return verifier.verify(fromBase64Url(request.signingKey), signedBytes(WHAT, unproven), fromBase64Url(proof));
}
