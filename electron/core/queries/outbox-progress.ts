import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { deliveryOf } from '../messages/delivery.ts';
import { messageById } from '../store/tables/messages.ts';
import { outboxItemById } from '../store/tables/outbox.ts';
import { fileProgress } from '../store/tables/uploads.ts';

/** How far an item is with each bureau and each file; what is no message has neither. */
export const outboxProgress: QueryHandler<'outbox.progress'> = ({ db }, { id }) => {
  const item = outboxItemById(db, id);
  if (!item) return err({ code: 'not-found', params: { kind: 'outbox' } });
  const message = item.kind === 'message' ? messageById(db, item.refId) : null;
  return ok({ recipients: message ? deliveryOf(db, message).recipients : [], files: fileProgress(db, item) });
};
