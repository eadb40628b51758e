import { type DeliveryState, moveDelivery } from '#shared/domain/delivery-state.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { giveUpOnline } from '../checks/give-up-online.ts';
import { areOfOneItem, followingEnvelopeId } from '../outbox/following-envelope.ts';
import type { WriteDb } from '../store/database.ts';
import { noteArrival } from '../store/tables/arrivals.ts';
import { recipientsOf } from '../store/tables/message-recipients.ts';
import { setMessageStreamNumber } from '../store/tables/messages.ts';
import { type OutboxRecord, outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { type Recording, recordEvent } from '../timeline.ts';
import { stateOfAll } from './delivery.ts';

export type VerdictEffect = 'accepted' | 'retry' | 'seal-anew' | 'refused' | 'nothing';

/**
 * Takes down what the hub said about an offered item (shared/protocol/answers.ts), in the caller's transaction. Accepted: sent. Not
 * decided: it waits, `retryAt` says until when. Sealed to a key that has been renewed meanwhile, or under an id that was refused before: it is
 * sealed anew. Otherwise decided against: a named person has to look.
 * @param retryAt milliseconds since 1970, where it is to be tried again
 */
export function applyVerdict(rec: Recording, outboxId: string, verdict: Verdict, retryAt: number): VerdictEffect {
  const item = outboxItemById(rec.tx, outboxId);
  if (!item) return 'nothing';
  if (verdict.class === 'accepted') return accept(rec, item, verdict);
  if (verdict.class === 'retry-later' || verdict.class === 're-authenticate') return holdBack(rec, item, retryAt);
  const staleKey = verdict.code === 'recipient-key-unknown' ? String(verdict.details?.keyId ?? '') : '';
  // The same key a second time: the directory and the hub do not agree, and trying on would help nobody.
  if (staleKey !== '' && staleKey !== item.problemDetail) return sealAnew(rec, item, staleKey);
  // An old bundle had brought it to a hub that was put back, which refused that one; or this is an older copy.
  if (verdict.code === 'id-reused' && verdict.details?.before === 'refused' && isStillKnown(item))
    return sealAnew(rec, item, item.problemDetail);
  return refuseItem(rec, item, verdict.code, verdict.what);
}

/** The hub has decided about this envelope for good: what it says leaves in another, under another number. */
function sealAnew({ tx, now }: Recording, item: OutboxRecord, staleKey: string | null): VerdictEffect {
  const state = moveDelivery(item.state, 'retry') ?? item.state;
  const envelopeId = followingEnvelopeId(item.envelopeId ?? item.id);
  const unsealed = { envelope: null, sequence: null, envelopeId, nextAttemptAt: null, takenBackAt: null };
  updateOutboxItem(tx, item.id, { ...unsealed, state, problemDetail: staleKey }, now);
  return 'seal-anew';
}

/** Whether others would know it by what follows its envelope. A hub that refuses one after the other is not followed without end. */
const isStillKnown = ({ id, envelopeId }: OutboxRecord): boolean =>
  areOfOneItem(id, followingEnvelopeId(envelopeId ?? id));

function accept({ tx, now }: Recording, item: OutboxRecord, verdict: Verdict): VerdictEffect {
  const taken = moveDelivery(item.state, 'receipt') ?? item.state;
  const state = taken === 'sent' ? wordOfAddressees(tx, item) : taken;
  const receipt = verdict.receipt ? JSON.stringify(verdict.receipt) : item.receipt;
  const sentAt = item.sentAt ?? now;
  updateOutboxItem(
    tx,
    item.id,
    { state, receipt, sentAt, nextAttemptAt: null, problemCode: null, problemDetail: null },
    now,
  );
  if (item.kind === 'message' && verdict.receipt) {
    const id = item.envelopeId ?? item.id;
    setMessageStreamNumber(tx, item.refId, verdict.receipt.streamNumber);
    // It is in the bureau's stream, also where that has not been read yet when the hub loses it.
    noteArrival(tx, { id, kind: 'message', refId: id }, verdict.receipt.streamNumber);
  }
  return 'accepted';
}

/** What was offered a second time, because the hub had lost it, may have been delivered or read the first time. */
function wordOfAddressees(tx: WriteDb, { kind, refId }: OutboxRecord): DeliveryState {
  const word = kind === 'message' ? stateOfAll(recipientsOf(tx, refId)) : 'sent';
  return word === 'delivered' || word === 'read' ? word : 'sent';
}

/** Nothing was decided: the same bytes are offered again. */
export function holdBack({ tx, now }: Recording, item: OutboxRecord, retryAt: number): VerdictEffect {
  const state = moveDelivery(item.state, 'retry') ?? item.state;
  updateOutboxItem(tx, item.id, { state, attempts: item.attempts + 1, nextAttemptAt: retryAt }, now);
  return 'retry';
}

/**
 * It can not leave as it is: it stays, and a named person decides.
 * @param code names the texts outbox.problem.<code>; `detail` is for the administrator
 */
export function refuseItem(rec: Recording, item: OutboxRecord, code: string, detail: string): VerdictEffect {
  const state = moveDelivery(item.state, 'refuse');
  if (!state) return 'nothing';
  updateOutboxItem(
    rec.tx,
    item.id,
    { state, attempts: item.attempts + 1, nextAttemptAt: null, problemCode: code, problemDetail: detail },
    rec.now,
  );
  if (item.kind === 'check') giveUpOnline(rec.tx, item.refId, code);
  if (item.caseId && item.kind === 'message') {
    const data = { subject: item.title, code };
    const subject = { kind: 'message', id: item.refId };
    recordEvent(rec, { caseId: item.caseId, actor: item.queuedBy, kind: 'request-needs-attention', data, subject });
  }
  return 'refused';
}
