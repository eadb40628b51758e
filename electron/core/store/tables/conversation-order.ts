import type { ReadDb } from '../database.ts';

/**
 * Whether a message of the same conversation that was queued before has not got its number yet: it goes first. But
 * what is urgent does not wait for what is not, and its large file.
 *
 * What was sealed under a number up to `sealedBefore` and is not decided yet goes first as well, in a request of its own: it may be
 * sealed to a key that was renewed since, and be refused and sealed anew behind what was sealed to the new one. The conversation is looked up first (CROSS JOIN keeps the order):
 * SQLite would rather begin with everything that waits, for each of the thousands that do after weeks without a network.
 */
export function isBehindAnother(db: ReadDb, messageId: string, sealedBefore = 0): boolean {
  const row = db.get<{ one: number }>(
    `SELECT 1 AS one FROM messages mine
     CROSS JOIN messages other ON other.conversation_id = mine.conversation_id AND other.id <> mine.id
     CROSS JOIN outbox earlier ON earlier.ref_id = other.id
     CROSS JOIN outbox own ON own.ref_id = mine.id AND own.kind = 'message'
     WHERE mine.id = ? AND earlier.kind = 'message' AND earlier.state IN ('waiting', 'sending')
       AND (earlier.envelope IS NULL OR earlier.sequence <= ?)
       AND earlier.rowid < own.rowid
       AND NOT (own.priority = 'urgent' AND earlier.priority <> 'urgent')
     LIMIT 1`,
    [messageId, sealedBefore],
  );
  return row !== undefined;
}

/** Whether a message that was queued later in the same conversation has its number already: it follows this one, which has none any more. */
export function isFollowedByNumbered(db: ReadDb, messageId: string): boolean {
  const row = db.get<{ one: number }>(
    `SELECT 1 AS one FROM messages mine
     CROSS JOIN messages other ON other.conversation_id = mine.conversation_id AND other.id <> mine.id
     CROSS JOIN outbox later ON later.ref_id = other.id
     CROSS JOIN outbox own ON own.ref_id = mine.id AND own.kind = 'message'
     WHERE mine.id = ? AND later.kind = 'message' AND later.state IN ('waiting', 'sending')
       AND later.envelope IS NOT NULL AND later.rowid > own.rowid
       AND NOT (later.priority = 'urgent' AND own.priority <> 'urgent')
     LIMIT 1`,
    [messageId],
  );
  return row !== undefined;
}
