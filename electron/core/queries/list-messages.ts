import { ftsQuery } from '#shared/domain/search-text.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { messageRow } from '../messages/message-row.ts';
import { listMessages as readMessages } from '../store/tables/messages.ts';

/** A window of the messages, the newest first. */
export const listMessages: QueryHandler<'message.list'> = ({ db }, { search, ...filter }) => {
  const match = search.trim() === '' ? null : ftsQuery(search);
  if (match === null && search.trim() !== '') return ok({ total: 0, rows: [] });
  const { total, rows } = readMessages(db, { ...filter, match });
  return ok({ total, rows: rows.map((message) => messageRow(db, message)) });
};
