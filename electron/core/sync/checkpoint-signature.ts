import { verify, X509Certificate } from 'node:crypto';
import { AUDIT_KEY_NAME, type AuditCheckpoint, checkpointBytes } from '#shared/protocol/audit-checkpoint.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';

/** Whether the hub's audit key, and no workstation's, certified by the pinned authority (PEM), signed this checkpoint. */
export function isSignedByHub(authority: string, checkpoint: AuditCheckpoint): boolean {
  try {
    const certificate = new X509Certificate(checkpoint.certificate);
    if (certificate.subject !== `CN=${AUDIT_KEY_NAME}`) return false;
    if (!certificate.verify(new X509Certificate(authority).publicKey)) return false;
    const key = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    return verify('sha256', checkpointBytes(checkpoint), key, fromBase64Url(checkpoint.signature));
  } catch {
    // What is no certificate or no key has signed nothing.
    return false;
  }
}
