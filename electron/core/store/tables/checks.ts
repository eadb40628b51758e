import type { CheckOutcome } from '#shared/domain/check-outcome.ts';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import type { Purpose } from '#shared/domain/purpose.ts';
import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import type { CaseId, CheckId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A check with both its answers: of the copy on this machine at once, of the database itself when it has been asked. */
export interface CheckRecord {
  readonly id: CheckId;
  readonly caseId: CaseId | null;
  /** Reference of its case; read only. */
  readonly caseReference: string | null;
  readonly database: DatabaseKind;
  readonly purpose: Purpose;
  readonly title: string;
  /** The question's `query`, whose shape the database decides. */
  readonly query: unknown;
  readonly subjectKind: CheckDetail['subjectKind'];
  readonly subjectId: string | null;
  readonly at: number;
  readonly by: string;
  /** The workstation that asks; null where a version did that did not say it. */
  readonly workstation: string | null;
  readonly localOutcome: CheckOutcome;
  readonly localCandidates: readonly Candidate[];
  readonly copyAsOf: number | null;
  readonly onlineOutcome: CheckOutcome;
  readonly onlineCandidates: readonly Candidate[];
  readonly onlineAsOf: number | null;
  readonly onlineAnsweredAt: number | null;
  readonly onlineProblem: string | null;
}

type Stored = Omit<CheckRecord, 'query' | 'localCandidates' | 'onlineCandidates'> & {
  readonly query: string;
  readonly localCandidates: string;
  readonly onlineCandidates: string;
};

const COLUMNS = `k.id, k.case_id AS caseId, c.reference AS caseReference, k.database, k.purpose, k.title, k.query,
  k.subject_kind AS subjectKind, k.subject_id AS subjectId, k.at, k.by, k.workstation, k.local_outcome AS localOutcome,
  k.local_candidates AS localCandidates, k.copy_as_of AS copyAsOf, k.online_outcome AS onlineOutcome,
  k.online_candidates AS onlineCandidates, k.online_as_of AS onlineAsOf, k.online_answered_at AS onlineAnsweredAt,
  k.online_problem AS onlineProblem`;
const TABLES = 'checks k LEFT JOIN cases c ON c.id = k.case_id';

const fromStored = (row: Stored): CheckRecord => ({
  ...row,
  query: JSON.parse(row.query) as unknown,
  localCandidates: JSON.parse(row.localCandidates) as Candidate[],
  onlineCandidates: JSON.parse(row.onlineCandidates) as Candidate[],
});

export function checkById(db: ReadDb, id: string): CheckRecord | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE k.id = ?`, [id]);
  return row ? fromStored(row) : null;
}

export function insertCheck(tx: WriteDb, check: Omit<CheckRecord, 'caseReference'>): void {
  tx.run(
    `INSERT INTO checks (id, case_id, database, purpose, title, query, subject_kind, subject_id, at, by, workstation, local_outcome,
       local_candidates, copy_as_of, online_outcome, online_candidates, online_as_of, online_answered_at, online_problem)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      check.id,
      check.caseId,
      check.database,
      check.purpose,
      check.title,
      JSON.stringify(check.query),
      check.subjectKind,
      check.subjectId,
      check.at,
      check.by,
      check.workstation,
      check.localOutcome,
      JSON.stringify(check.localCandidates),
      check.copyAsOf,
      check.onlineOutcome,
      JSON.stringify(check.onlineCandidates),
      check.onlineAsOf,
      check.onlineAnsweredAt,
      check.onlineProblem,
    ],
  );
}

export type OnlineWord = Pick<
  CheckRecord,
  'onlineOutcome' | 'onlineCandidates' | 'onlineAsOf' | 'onlineAnsweredAt' | 'onlineProblem'
>;

export function setOnlineAnswer(tx: WriteDb, id: string, answer: OnlineWord): void {
  tx.run(
    `UPDATE checks SET online_outcome = ?, online_candidates = ?, online_as_of = ?, online_answered_at = ?, online_problem = ?
     WHERE id = ?`,
    [
      answer.onlineOutcome,
      JSON.stringify(answer.onlineCandidates),
      answer.onlineAsOf,
      answer.onlineAnsweredAt,
      answer.onlineProblem,
      id,
    ],
  );
}

/** A window of the checks, of one case or of all, the newest first. */
export function listChecks(
  db: ReadDb,
  caseId: CaseId | null,
  offset: number,
  limit: number,
): { total: number; rows: CheckRecord[] } {
  const where = caseId === null ? '' : 'WHERE k.case_id = ?';
  const params = caseId === null ? [] : [caseId];
  const total = db.get<{ total: number }>(`SELECT count(*) AS total FROM checks k ${where}`, params)?.total ?? 0;
  const rows = db.all<Stored>(`SELECT ${COLUMNS} FROM ${TABLES} ${where} ORDER BY k.at DESC, k.id LIMIT ? OFFSET ?`, [
    ...params,
    limit,
    offset,
  ]);
  return { total, rows: rows.map(fromStored) };
}

/** Something was found by a check of this workstation, and nobody has looked at a record of it: the newest first. */
export function unconfirmedHits(db: ReadDb, limit: number): CheckRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM ${TABLES}
       WHERE (k.online_outcome = 'found' OR (k.online_outcome = 'pending' AND k.local_outcome = 'found'))
         AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = k.id)
         AND NOT EXISTS (SELECT 1 FROM check_records r WHERE r.check_id = k.id)
       ORDER BY k.at DESC LIMIT ?`,
      [limit],
    )
    .map(fromStored);
}
