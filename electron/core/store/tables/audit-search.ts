import type { ReadDb } from '../database.ts';

export interface AuditRow {
  readonly number: number;
  readonly at: number;
  readonly user: string;
  readonly method: string;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly detail: string;
}

/** A window of the audit entries, the latest first; `search` is looked for in who, what and about what. */
export function searchAudit(
  db: ReadDb,
  search: string,
  offset: number,
  limit: number,
): { total: number; rows: AuditRow[] } {
  const where = `WHERE ?1 = '' OR instr(lower(username), ?1) OR instr(method, ?1) OR instr(subject, ?1)
    OR instr(coalesce(subject_id, ''), ?1) OR instr(lower(detail), ?1)`;
  const text = search.toLowerCase();
  const total = db.get<{ total: number }>(`SELECT count(*) AS total FROM audit ${where}`, [text])?.total ?? 0;
  const rows = db.all<AuditRow>(
    `SELECT number, at, username AS user, method, subject, subject_id AS subjectId, detail FROM audit ${where}
     ORDER BY number DESC LIMIT ?2 OFFSET ?3`,
    [text, limit, offset],
  );
  return { total, rows };
}
