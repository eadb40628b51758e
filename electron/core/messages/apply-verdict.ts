import { moveDelivery } from '#shared/domain/delivery-state.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { giveUpOnline } from '../checks/give-up-online.ts';
import { setMessageStreamNumber } from '../store/tables/messages.ts';
import { type OutboxRecord, outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { type Recording, recordEvent } from '../timeline.ts';

export type VerdictEffect = 'accepted' | 'retry' | 'refused' | 'nothing';

/**
 * Takes down what the hub said about an offered item (shared/protocol/answers.ts), in the caller's transaction. Accepted: sent. Not
 * decided: it waits, `retryAt` says until when. Decided against: a named person has to look.
 * @param retryAt milliseconds since 1970, where it is to be tried again
 */
export function applyVerdict(rec: Recording, outboxId: string, verdict: Verdict, retryAt: number): VerdictEffect {
  const item = outboxItemById(rec.tx, outboxId);
  if (!item) return 'nothing';
  if (verdict.class === 'accepted') return accept(rec, item, verdict);
  if (verdict.class === 'retry-later' || verdict.class === 're-authenticate') return holdBack(rec, item, retryAt);
  return refuseItem(rec, item, verdict.code, verdict.what);
}

function accept({ tx, now }: Recording, item: OutboxRecord, verdict: Verdict): VerdictEffect {
  const state = moveDelivery(item.state, 'receipt') ?? item.state;
  const receipt = verdict.receipt ? JSON.stringify(verdict.receipt) : item.receipt;
  const sentAt = item.sentAt ?? now;
  updateOutboxItem(
    tx,
    item.id,
    { state, receipt, sentAt, nextAttemptAt: null, problemCode: null, problemDetail: null },
    now,
  );
  if (item.kind === 'message' && verdict.receipt) setMessageStreamNumber(tx, item.refId, verdict.receipt.streamNumber);
  return 'accepted';
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
