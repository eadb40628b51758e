import { createHash, X509Certificate } from 'node:crypto';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';

export const workstationInfo: QueryHandler<'workstation.info'> = ({ identity, station }) => {
  const { databaseBytes, journalBytes, generation } = station.store.status();
  return ok({
    bureau: identity.bureau,
    workstationId: identity.workstationId,
    name: identity.name,
    hubUrl: identity.hubUrl,
    hubFingerprint: keyFingerprint(identity.hubCa),
    certificateUntil: Date.parse(new X509Certificate(identity.certificate).validTo),
    databaseBytes,
    journalBytes,
    generation,
  });
};

/** SHA-256 of a certificate's public key (SubjectPublicKeyInfo), in groups of four that two people can compare aloud. */
function keyFingerprint(pem: string): string {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(key).digest('hex').toUpperCase();
  return digest.match(/.{4}/g)?.join(' ') ?? digest;
}
