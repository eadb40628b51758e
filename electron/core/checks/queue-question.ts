import type { CheckId } from '#shared/lib/ids.ts';
import { checkById } from '../store/tables/checks.ts';
import { appendOutboxItem } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';
import { questionOfCheck } from './question-of-check.ts';

/** Queues the question of a check for the database itself, in the caller's transaction. @throws when the check is not here */
export function queueQuestion({ tx, now }: Pick<Recording, 'tx' | 'now'>, id: CheckId): void {
  // As it is asked now: a case may be given another number before the answer is here.
  const body = JSON.stringify(questionOfCheck(tx, id));
  const check = checkById(tx, id);
  appendOutboxItem(tx, {
    id,
    kind: 'check',
    refId: id,
    caseId: check?.caseId ?? null,
    title: check?.title ?? '',
    to: [],
    priority: 'urgent',
    queuedAt: now,
    queuedBy: check?.by ?? '',
    envelopeId: null,
    body,
  });
}
