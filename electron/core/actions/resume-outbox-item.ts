import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';

/** Lets go what a person held back. */
export const resumeOutboxItem: ActionHandler<'outbox.resume'> = ({ tx, now, station }, { id }) => {
  const item = outboxItemById(tx, id);
  if (!item) return err({ code: 'not-found', params: { kind: 'outbox' } });
  updateOutboxItem(tx, id, { pausedAt: null, pausedBy: null }, now);
  station.sync.wake();
  return ok({});
};
