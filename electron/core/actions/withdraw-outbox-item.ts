import { moveDelivery } from '#shared/domain/delivery-state.ts';
import { err, ok } from '#shared/lib/result.ts';
import { giveUpOnline } from '../checks/give-up-online.ts';
import type { ActionHandler } from '../context.ts';
import { canWithdraw } from '../outbox/outbox-item.ts';
import { shareAnswer } from '../sharing/share-answer.ts';
import { messageById, reopenRequest } from '../store/tables/messages.ts';
import { outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { recordEvent } from '../timeline.ts';

/** Takes back what has not been sent. The message or the check stays, and tells that it was withdrawn. */
export const withdrawOutboxItem: ActionHandler<'outbox.withdraw'> = (ctx, { id }) => {
  const item = outboxItemById(ctx.db, id);
  if (!item) return err({ code: 'not-found', params: { kind: 'outbox' } });
  const state = moveDelivery(item.state, 'withdraw');
  if (!state || !canWithdraw(item)) return err({ code: 'already-sent' });
  updateOutboxItem(ctx.tx, id, { state, nextAttemptAt: null, problemCode: null, problemDetail: null }, ctx.now);
  if (item.kind === 'check') {
    giveUpOnline(ctx.tx, item.refId, 'withdrawn');
    shareAnswer(ctx, ctx.identity, item.refId);
  }
  const answered = item.kind === 'message' ? messageById(ctx.db, item.refId)?.inReplyTo : null;
  if (answered) reopenRequest(ctx.tx, answered);
  if (item.caseId) {
    const data = { subject: item.title, to: item.to.join(',') };
    const subject = { kind: item.kind, id: item.refId };
    recordEvent(ctx, { caseId: item.caseId, actor: ctx.actor.name, kind: 'request-withdrawn', data, subject });
  }
  return ok({});
};
