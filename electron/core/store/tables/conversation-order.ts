import type { ReadDb } from '../database.ts';

/** Whether an earlier message of the same conversation has not got its number yet: it goes first. */
export function isBehindAnother(db: ReadDb, messageId: string): boolean {
  const row = db.get<{ one: number }>(
    `SELECT 1 AS one FROM outbox o
     JOIN messages earlier ON earlier.id = o.ref_id JOIN messages mine ON mine.id = ?
     WHERE o.kind = 'message' AND o.state = 'waiting' AND o.envelope IS NULL AND earlier.id <> mine.id
       AND earlier.conversation_id = mine.conversation_id
       AND (earlier.at < mine.at OR (earlier.at = mine.at AND earlier.id < mine.id))
     LIMIT 1`,
    [messageId],
  );
  return row !== undefined;
}
