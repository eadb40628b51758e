import { moveDelivery } from '#shared/domain/delivery-state.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import type { ReadDb } from '../store/database.ts';
import { caseById } from '../store/tables/cases.ts';
import { messageById } from '../store/tables/messages.ts';
import { isPutOff, type OutboxRecord } from '../store/tables/outbox.ts';
import type { WaitReason } from './wait-reason.ts';

/**
 * What is sent is sent: only what the hub has not taken over can be taken back. An envelope that has its number and no decision yet, or had one
 * until it was taken back, may have been taken over, its answer lost on the way, and a check that was written into a bundle may have been asked; and a number that never arrives would hold up all that follow. A receipt is never a
 * person's to withdraw, nor are changes of shared records and their files: the others would never agree again.
 */
export const canWithdraw = (item: OutboxRecord): boolean =>
  item.kind !== 'receipt' &&
  item.kind !== 'record-changes' &&
  item.kind !== 'case-file' &&
  item.sentAt === null &&
  !isUndecided(item) &&
  moveDelivery(item.state, 'withdraw') !== null;

const isUndecided = ({ kind, envelope, takenBackAt, state, carriedBundle }: OutboxRecord): boolean =>
  (envelope !== null || takenBackAt !== null || (kind === 'check' && carriedBundle !== null)) &&
  state !== 'needs-attention';

/** What needed attention; and what the machine has put off, which a person may want tried now. */
export const canRetry = (item: OutboxRecord, now: number): boolean =>
  moveDelivery(item.state, 'requeue') !== null || (item.state === 'waiting' && isPutOff(item.nextAttemptAt, now));

/** What has no number yet can be held back without holding up anything else. */
export const canPause = (item: OutboxRecord): boolean =>
  item.kind !== 'receipt' && item.state === 'waiting' && item.envelope === null && item.pausedAt === null;

/** The last bundle it was written into. */
export const carriedBy = ({ carriedBundle: bundle, carriedAt: at }: OutboxRecord): OutboxItem['carried'] =>
  bundle === null || at === null ? null : { bundle, at };

export function outboxItem(
  db: ReadDb,
  item: OutboxRecord,
  reason: WaitReason | null,
  uploaded: { readonly done: number; readonly total: number } | null,
  now: number,
): OutboxItem {
  return {
    id: item.id,
    kind: item.kind,
    title: item.title,
    to: [...item.to],
    priority: item.priority,
    state: item.state,
    reason,
    problem: item.problemCode === null ? null : { code: item.problemCode, detail: item.problemDetail ?? '' },
    caseId: item.caseId,
    caseReference: item.caseId === null ? null : (caseById(db, item.caseId)?.reference ?? null),
    refId: item.refId,
    conversationId: messageById(db, item.refId)?.conversationId ?? null,
    queuedAt: item.queuedAt,
    attempts: item.attempts,
    nextAttemptAt: item.nextAttemptAt,
    sentAt: item.sentAt,
    carried: carriedBy(item),
    canWithdraw: canWithdraw(item),
    canRetry: canRetry(item, now),
    canPause: canPause(item),
    canResume: item.state === 'waiting' && item.pausedAt !== null,
    uploaded,
  };
}
