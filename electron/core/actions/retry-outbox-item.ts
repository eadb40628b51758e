import { moveDelivery } from '#shared/domain/delivery-state.ts';
import { err, ok } from '#shared/lib/result.ts';
import { askOnlineAgain } from '../checks/give-up-online.ts';
import type { ActionContext, ActionHandler } from '../context.ts';
import { keepsItsEnvelopeId } from '../messages/after-restore.ts';
import { followingEnvelopeId } from '../outbox/following-envelope.ts';
import { canRetry } from '../outbox/outbox-item.ts';
import { recipientsOf, updateRecipient } from '../store/tables/message-recipients.ts';
import { type OutboxRecord, outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { deleteUploads } from '../store/tables/uploads.ts';

/**
 * Sends again what needed attention. It leaves in a new envelope: the hub has decided about the old one for good. Where only some
 * bureaus could not open it, it goes to those alone.
 */
export const retryOutboxItem: ActionHandler<'outbox.retry'> = (ctx, { id }) => {
  const item = outboxItemById(ctx.db, id);
  if (!item) return err({ code: 'not-found', params: { kind: 'outbox' } });
  if (item.state === 'waiting' && canRetry(item, ctx.now)) return tryNow(ctx, item);
  const state = moveDelivery(item.state, 'requeue');
  if (!state) return err({ code: 'not-waiting-for-a-person' });
  const couldNotOpen = item.kind === 'message' ? againTo(ctx, item) : [];
  if (item.kind === 'check') askOnlineAgain(ctx.tx, item.refId);
  deleteUploads(ctx.tx, id);
  const afresh = {
    attempts: 0,
    nextAttemptAt: null,
    sequence: null,
    envelope: null,
    takenBackAt: null,
    problemCode: null,
    problemDetail: null,
  };
  const next =
    couldNotOpen.length > 0
      ? { to: couldNotOpen, envelopeId: ctx.newId() }
      : { to: item.to, envelopeId: envelopeIdAfter(item) };
  updateOutboxItem(ctx.tx, id, { ...afresh, ...next, state }, ctx.now);
  ctx.station.sync.wake();
  return ok({});
};

/** Under the identifier it had on the workstation before, the hub takes it once, whichever of the two sends it. */
const envelopeIdAfter = ({ envelopeId, problemCode }: OutboxRecord): string | null =>
  envelopeId === null || keepsItsEnvelopeId(problemCode) ? envelopeId : followingEnvelopeId(envelopeId);

/** What the machine has put off goes with the next round, in the envelope it has. */
function tryNow({ tx, now, station }: ActionContext, { id }: OutboxRecord) {
  updateOutboxItem(tx, id, { nextAttemptAt: null }, now);
  station.sync.wake();
  return ok({});
}

/**
 * Those that could not open it wait again; the others have it, whatever they say of it later. To whom it then goes is for an older copy's
 * person to decide otherwise: that is another envelope. None where nobody said so, as of what the hub itself refused.
 */
function againTo(ctx: ActionContext, item: OutboxRecord): string[] {
  const recipients = recipientsOf(ctx.db, item.refId);
  const couldNotOpen = recipients.filter(({ state }) => state === 'needs-attention').map(({ bureau }) => bureau);
  if (couldNotOpen.length === 0) return [];
  for (const recipient of recipients) {
    const state =
      recipient.state === 'needs-attention' ? 'waiting' : recipient.state === 'waiting' ? 'sent' : recipient.state;
    updateRecipient(ctx.tx, item.refId, { ...recipient, state });
  }
  return couldNotOpen;
}
