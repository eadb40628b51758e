import { createHash, X509Certificate } from 'node:crypto';

/** The public key of a certificate (PEM) as SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7). */
export const subjectPublicKeyInfo = (pem: string): Uint8Array =>
  new Uint8Array(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }));

/** SHA-256 of a certificate's public key in groups of four hexadecimal digits: what two people compare aloud. */
export function authorityFingerprint(pem: string): string {
  const digest = createHash('sha256').update(subjectPublicKeyInfo(pem)).digest('hex').toUpperCase();
  return (digest.match(/.{4}/g) ?? []).join(' ');
}

/** Milliseconds since 1970 until which a certificate (PEM) holds. */
export const certificateUntil = (pem: string): number => Date.parse(new X509Certificate(pem).validTo);
