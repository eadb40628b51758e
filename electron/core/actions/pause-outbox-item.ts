import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { canPause } from '../outbox/outbox-item.ts';
import { outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';

/** Holds back what has not been offered yet; it keeps its place. */
export const pauseOutboxItem: ActionHandler<'outbox.pause'> = ({ tx, now, actor }, { id }) => {
  const item = outboxItemById(tx, id);
  if (!item) return err({ code: 'not-found', params: { kind: 'outbox' } });
  if (item.pausedAt !== null) return ok({});
  if (!canPause(item)) return err({ code: 'already-sent' });
  updateOutboxItem(tx, id, { pausedAt: now, pausedBy: actor.name }, now);
  return ok({});
};
