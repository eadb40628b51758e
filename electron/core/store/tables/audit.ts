import { chainBeginning } from '#shared/domain/audit-chain.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export interface AuditEntry {
  readonly at: number;
  readonly userId: string | null;
  readonly username: string;
  readonly method: string;
  readonly subject: string;
  readonly subjectId: string | null;
  /** JSON text. */
  readonly detail: string;
}

export interface ChainedAuditEntry extends AuditEntry {
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * Appends an entry to the chain: each holds the hash of the one before, so that none can be altered, taken out or put in between.
 * `hash` takes the entry with its number and the hash before it.
 */
export function appendAuditEntry(
  tx: WriteDb,
  entry: AuditEntry,
  hash: (entry: Omit<ChainedAuditEntry, 'hash'>) => string,
): ChainedAuditEntry {
  const last = tx.get<{ number: number; hash: string }>('SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1');
  const linked = { ...entry, number: (last?.number ?? 0) + 1, previousHash: last?.hash ?? chainBeginning };
  const chained = { ...linked, hash: hash(linked) };
  tx.run(
    `INSERT INTO audit (number, at, user_id, username, method, subject, subject_id, detail, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      chained.number,
      chained.at,
      chained.userId,
      chained.username,
      chained.method,
      chained.subject,
      chained.subjectId,
      chained.detail,
      chained.previousHash,
      chained.hash,
    ],
  );
  return chained;
}

interface Stored {
  readonly number: number;
  readonly at: number;
  readonly user_id: string | null;
  readonly username: string;
  readonly method: string;
  readonly subject: string;
  readonly subject_id: string | null;
  readonly detail: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const fromStored = (row: Stored): ChainedAuditEntry => ({
  number: row.number,
  at: row.at,
  userId: row.user_id,
  username: row.username,
  method: row.method,
  subject: row.subject,
  subjectId: row.subject_id,
  detail: row.detail,
  previousHash: row.previous_hash,
  hash: row.hash,
});

export function auditEntries(db: ReadDb, after: number, limit: number): ChainedAuditEntry[] {
  return db.all<Stored>('SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?', [after, limit]).map(fromStored);
}

/** Whether something that is told once has been told. */
export function isAudited(db: ReadDb, method: string, subjectId: string): boolean {
  return db.get('SELECT 1 FROM audit WHERE method = ? AND subject_id = ? LIMIT 1', [method, subjectId]) !== undefined;
}

/** The last entry of one method. */
export function lastAuditEntry(db: ReadDb, method: string): AuditEntry | null {
  const sql = 'SELECT * FROM audit WHERE method = ? ORDER BY number DESC LIMIT 1';
  const row = db.get<Stored>(sql, [method]);
  return row ? fromStored(row) : null;
}

/** When the newest entry was made: the last change that this database knows of. Null for a new one. */
export function lastAuditAt(db: ReadDb): number | null {
  return db.get<{ at: number }>('SELECT at FROM audit ORDER BY number DESC LIMIT 1')?.at ?? null;
}
