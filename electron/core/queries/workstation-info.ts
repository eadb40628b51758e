import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { authorityFingerprint, certificateUntil } from '../enrolment/certificates.ts';

export const workstationInfo: QueryHandler<'workstation.info'> = ({ identity, station }) => {
  const { databaseBytes, journalBytes, generation } = station.store.status();
  return ok({
    bureau: identity.bureau,
    workstationId: identity.workstationId,
    name: identity.name,
    hubUrl: identity.hubUrl,
    hubFingerprint: authorityFingerprint(identity.hubCa),
    certificateUntil: certificateUntil(identity.certificate),
    databaseBytes,
    journalBytes,
    generation,
  });
};
