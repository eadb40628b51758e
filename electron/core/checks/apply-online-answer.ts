import { moveDelivery } from '#shared/domain/delivery-state.ts';
import type { CheckResponse } from '#shared/protocol/checks.ts';
import { type CheckRecord, checkById, setOnlineAnswer } from '../store/tables/checks.ts';
import { outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { type Recording, recordEvent } from '../timeline.ts';

/**
 * Takes down what the database itself answered, in the caller's transaction; the question has then left the outbox. The same answer
 * twice is one. Returns whether it was new.
 * @param answeredAt when the database was searched (ms since 1970), where that was not just now
 */
export function applyOnlineAnswer(rec: Recording, response: CheckResponse, answeredAt = rec.now): boolean {
  const check = checkById(rec.tx, response.checkId);
  if (!check) return false;
  markAsked(rec, check.id);
  if (check.onlineAnsweredAt !== null) return false;
  const outcome = response.outcome === 'NO_ERROR' ? 'found' : 'nothing-found';
  setOnlineAnswer(rec.tx, check.id, {
    onlineOutcome: outcome,
    onlineCandidates: response.candidates,
    onlineAsOf: response.state.asOf === null ? null : Date.parse(response.state.asOf),
    onlineAnsweredAt: Math.min(answeredAt, rec.now),
    onlineProblem: null,
  });
  recordAnswer(rec, check, outcome, response.candidates.length);
  return true;
}

/** The answer is here, whichever way it came: the question need not leave any more. */
export function markAsked({ tx, now }: Pick<Recording, 'tx' | 'now'>, id: string): void {
  const item = outboxItemById(tx, id);
  if (!item) return;
  const state = moveDelivery(item.state, 'receipt') ?? item.state;
  const settled = { state, nextAttemptAt: null, problemCode: null, problemDetail: null };
  updateOutboxItem(tx, item.id, { ...settled, sentAt: item.sentAt ?? now }, now);
}

function recordAnswer(rec: Recording, check: CheckRecord, outcome: string, found: number): void {
  if (!check.caseId) return;
  const data = { database: check.database, title: check.title, outcome, found };
  const subject = { kind: 'check', id: check.id };
  recordEvent(rec, { caseId: check.caseId, actor: check.by, kind: 'check-answered', data, subject });
}
