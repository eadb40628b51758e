import type { Output } from '#shared/ipc/contract.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { authorityFingerprint, certificateUntil } from '../enrolment/certificates.ts';
import type { Integrity } from '../upkeep/integrity-check.ts';

export const workstationInfo: QueryHandler<'workstation.info'> = ({ identity, station }) => {
  const { databaseBytes, journalBytes, generation } = station.store.status();
  const rotation = station.vault.rotation();
  return ok({
    bureau: identity.bureau,
    workstationId: identity.workstationId,
    name: identity.name,
    hubUrl: identity.hubUrl,
    hubFingerprint: authorityFingerprint(identity.hubCa),
    certificateUntil: certificateUntil(identity.certificate),
    databaseBytes,
    limitBytes: station.capacity.limitBytes,
    freeBytes: station.capacity.freeBytes(),
    integrity: integrityRow(station.upkeep.integrity),
    journalBytes,
    generation,
    keyEpoch: station.vault.keyEpoch,
    keyRenewal: rotation && { done: rotation.done, total: rotation.total, damaged: rotation.damaged },
  });
};

const integrityRow = (found: Integrity): Output<'workstation.info'>['integrity'] =>
  found.state === 'unsound' ? { ...found, tables: [...found.tables] } : found;
