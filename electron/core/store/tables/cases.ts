import type { CaseStatus } from '#shared/domain/case-status.ts';
import { foldText } from '#shared/domain/fold-text.ts';
import type { CaseFields } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import { LISTED_IN_CASE } from './attachments.ts';

export interface CaseRecord extends CaseFields {
  readonly id: CaseId;
  readonly reference: string;
  readonly status: CaseStatus;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly version: number;
}

const COLUMNS = `id, reference, title, crime_area AS crimeArea, status, priority, purpose, handling, marking, officer_id AS officerId,
  description, created_at AS createdAt, created_by AS createdBy, updated_at AS updatedAt, version`;

export function caseById(db: ReadDb, id: CaseId): CaseRecord | null {
  return db.get<CaseRecord>(`SELECT ${COLUMNS} FROM cases WHERE id = ?`, [id]) ?? null;
}

/** The number of the next case of a year: 1, 2, 3 … without gaps. */
export function takeCaseSerial(tx: WriteDb, year: number): number {
  tx.run('INSERT INTO case_serials (year, last) VALUES (?, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1', [
    year,
  ]);
  return tx.get<{ last: number }>('SELECT last FROM case_serials WHERE year = ?', [year])?.last ?? 1;
}

/** `title_order` is the title without accents, case and script, so that Ä sorts beside A. */
export function insertCase(tx: WriteDb, record: CaseRecord): void {
  tx.run(
    `INSERT INTO cases (id, reference, title, title_order, crime_area, status, priority, purpose, handling, marking, officer_id, description,
       created_at, created_by, updated_at, version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      record.id,
      record.reference,
      record.title,
      foldText(record.title),
      record.crimeArea,
      record.status,
      record.priority,
      record.purpose,
      record.handling,
      record.marking,
      record.officerId,
      record.description,
      record.createdAt,
      record.createdBy,
      record.updatedAt,
      record.version,
    ],
  );
}

/** Writes the fields and raises the version. */
export function updateCaseFields(tx: WriteDb, id: CaseId, fields: CaseFields, now: number): void {
  tx.run(
    `UPDATE cases SET title = ?, title_order = ?, crime_area = ?, priority = ?, purpose = ?, handling = ?, marking = ?, officer_id = ?, description = ?,
       updated_at = ?, version = version + 1 WHERE id = ?`,
    [
      fields.title,
      foldText(fields.title),
      fields.crimeArea,
      fields.priority,
      fields.purpose,
      fields.handling,
      fields.marking,
      fields.officerId,
      fields.description,
      now,
      id,
    ],
  );
}

export function setCaseStatus(tx: WriteDb, id: CaseId, status: CaseStatus, now: number): void {
  tx.run('UPDATE cases SET status = ?, updated_at = ? WHERE id = ?', [status, now, id]);
}

/** Something was added to the case: it moves up in the lists, its own fields are as they were. */
export function touchCase(tx: WriteDb, id: CaseId, now: number): void {
  tx.run('UPDATE cases SET updated_at = ? WHERE id = ?', [now, id]);
}

export interface CaseCounts {
  readonly persons: number;
  readonly documents: number;
  readonly vehicles: number;
  readonly notes: number;
  readonly attachments: number;
  readonly checks: number;
  readonly messages: number;
}

export function countsOfCase(db: ReadDb, id: CaseId): CaseCounts {
  const counts = db.get<CaseCounts>(
    `SELECT (SELECT count(*) FROM case_persons WHERE case_id = ?1) AS persons,
            (SELECT count(*) FROM case_documents WHERE case_id = ?1) AS documents,
            (SELECT count(*) FROM case_vehicles WHERE case_id = ?1) AS vehicles,
            (SELECT count(*) FROM notes WHERE case_id = ?1) AS notes,
            (SELECT count(*) FROM attachments a WHERE ${LISTED_IN_CASE}) AS attachments,
            (SELECT count(*) FROM checks WHERE case_id = ?1) AS checks,
            (SELECT count(*) FROM messages WHERE case_id = ?1) AS messages`,
    [id],
  );
  return counts ?? { persons: 0, documents: 0, vehicles: 0, notes: 0, attachments: 0, checks: 0, messages: 0 };
}

export function countCases(db: ReadDb): number {
  return db.get<{ count: number }>('SELECT count(*) AS count FROM cases')?.count ?? 0;
}

export function caseByReference(db: ReadDb, reference: string): CaseRecord | null {
  return db.get<CaseRecord>(`SELECT ${COLUMNS} FROM cases WHERE reference = ?`, [reference]) ?? null;
}

export function setCaseReference(tx: WriteDb, id: CaseId, reference: string, now: number): void {
  tx.run('UPDATE cases SET reference = ?, updated_at = ? WHERE id = ?', [reference, now, id]);
}

/** A number of the year is used by another workstation of the bureau: this one goes on behind it. */
export function skipCaseSerials(tx: WriteDb, year: number, used: number): void {
  tx.run(
    'INSERT INTO case_serials (year, last) VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET last = max(last, excluded.last)',
    [year, used],
  );
}
