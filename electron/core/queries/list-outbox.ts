import { ok } from '#shared/lib/result.ts';
import { isSealingWaiting } from '../bureau-keys/own-key.ts';
import type { QueryHandler } from '../context.ts';
import { outboxItem } from '../outbox/outbox-item.ts';
import { waitReasons } from '../outbox/wait-reason.ts';
import { olderCopy } from '../store/tables/contact.ts';
import { finishedOutboxItems, pendingOutboxItems } from '../store/tables/outbox.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { uploadProgress } from '../store/tables/uploads.ts';

/** How far back one looks for what went out: seven days, in ms. */
const LAST_DAYS = 7 * 24 * 60 * 60_000;
const MOST_FINISHED = 500;

/** What is on its way or stuck first, in the order in which it goes; then, if asked for, what went out in the last days. */
export const listOutbox: QueryHandler<'outbox.list'> = ({ db, identity, now, station }, { finished }) => {
  const pending = pendingOutboxItems(db);
  const uploads = uploadProgress(db);
  const { connection } = station.sync.status();
  const sending = { connection, isOlderCopy: olderCopy(db) !== null, isSealingWaiting: isSealingWaiting(db, identity) };
  const reasons = waitReasons(pending, { ...sending, rules: sendRules(db), uploads, now });
  const gone = finished ? finishedOutboxItems(db, now - LAST_DAYS, MOST_FINISHED) : [];
  return ok(
    [...pending, ...gone].map((item) =>
      outboxItem(db, item, reasons.get(item.id) ?? null, uploads.get(item.id) ?? null, now),
    ),
  );
};
