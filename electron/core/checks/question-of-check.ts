import { type CheckRequest, checkRequest } from '#shared/protocol/checks.ts';
import type { ReadDb } from '../store/database.ts';
import { checkById } from '../store/tables/checks.ts';

/** What the database itself is asked, as the check stands. */
export function questionOfCheck(db: ReadDb, id: string): CheckRequest {
  const check = checkById(db, id);
  if (!check) throw new Error('An outbox item has no check');
  const { id: checkId, purpose, database, query, caseReference } = check;
  return checkRequest.parse({ checkId, purpose, database, query, ...(caseReference && { caseReference }) });
}
