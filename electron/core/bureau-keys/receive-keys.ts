import type { BureauKeysBody } from '#shared/protocol/bureau-keys-body.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { recordAudit } from '../record-audit.ts';
import { holdsBureauKey, keepBureauKey } from '../store/tables/bureau-keys.ts';
import { confirmWorkstation, noteKeyHolder } from '../store/tables/confirmed-workstations.ts';
import type { Identity } from '../store/tables/identity.ts';
import { putSyncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
import { deviceKeyId } from './device-key-id.ts';
import { workstationName } from './workstation-name.ts';

/** Set while envelopes that were kept unread are to be tried with keys, or by a version, that have come since. */
export const OPEN_KEPT = 'open-kept';

/**
 * Takes in the bureau's keys, and whom its people have confirmed, in the caller's transaction. Both are united with what is here: the
 * same envelope twice, or those of several workstations in any order, come to the same.
 */
export function receiveKeys(
  rec: Recording,
  own: Identity,
  envelope: Envelope,
  { keys, members }: BureauKeysBody,
): void {
  const from = workstationName(envelope.from.bureau, envelope.from.workstation);
  const unknown = keys.filter(({ keyId }) => !holdsBureauKey(rec.tx, keyId));
  for (const { since, ...key } of keys) keepBureauKey(rec.tx, { ...key, since: Date.parse(since) });
  for (const { workstation, deviceKey } of members) {
    if (workstation !== own.workstationId) confirmWorkstation(rec.tx, { id: workstation, deviceKey }, from, rec.now);
  }
  const sealedTo = new Set<string>(envelope.body.recipients.map(({ keyId }) => keyId));
  for (const { workstation, deviceKey } of members) {
    if (!sealedTo.has(deviceKeyId(deviceKey))) continue;
    for (const { keyId } of keys) noteKeyHolder(rec.tx, workstation, keyId);
  }
  if (unknown.length === 0) return;
  putSyncState(rec.tx, OPEN_KEPT, 'yes');
  recordAudit(rec.tx, {
    method: 'sync.bureau-keys-received',
    at: rec.now,
    actor: null,
    subject: 'workstation',
    subjectId: own.workstationId,
    detail: { from, keys: unknown.map(({ keyId }) => keyId) },
  });
}
