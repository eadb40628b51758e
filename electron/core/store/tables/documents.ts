import type { DocumentFields } from '#shared/ipc/objects.ts';
import type { CaseId, DocumentId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import type { CaseOfObject } from './case-objects.ts';

export interface DocumentRecord extends DocumentFields {
  readonly id: DocumentId;
  /** Family name and forename of the holder, where the holder is known. */
  readonly holderName: string | null;
  readonly updatedAt: number;
  readonly version: number;
}

const COLUMNS = `d.id, d.number, d.type, d.issuing_country AS issuingCountry, d.holder_id AS holderId, d.issue_date AS issueDate,
  d.expiry_date AS expiryDate, d.remarks, d.updated_at AS updatedAt, d.version,
  CASE WHEN h.id IS NULL THEN NULL WHEN h.forename = '' THEN h.family_name ELSE h.family_name || ', ' || h.forename END AS holderName`;
const TABLES = 'documents d LEFT JOIN persons h ON h.id = d.holder_id';

const fieldValues = (fields: DocumentFields) => [
  fields.number,
  fields.type,
  fields.issuingCountry,
  fields.holderId,
  fields.issueDate,
  fields.expiryDate,
  fields.remarks,
];

export function documentById(db: ReadDb, id: DocumentId): DocumentRecord | null {
  return db.get<DocumentRecord>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE d.id = ?`, [id]) ?? null;
}

export function documentsByIds(db: ReadDb, ids: readonly string[]): DocumentRecord[] {
  return db.all<DocumentRecord>(
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`,
    [JSON.stringify(ids)],
  );
}

/** In the order in which they were written into the case. */
export function documentsOfCase(db: ReadDb, caseId: CaseId): DocumentRecord[] {
  return db.all<DocumentRecord>(
    `SELECT ${COLUMNS} FROM case_documents l JOIN ${TABLES} WHERE d.id = l.document_id AND l.case_id = ? ORDER BY l.added_at, d.id`,
    [caseId],
  );
}

export function insertDocument(
  tx: WriteDb,
  document: DocumentFields & { readonly id: DocumentId; readonly createdAt: number; readonly createdBy: string },
): void {
  tx.run(
    `INSERT INTO documents (number, type, issuing_country, holder_id, issue_date, expiry_date, remarks, id, created_at, created_by,
       updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    [...fieldValues(document), document.id, document.createdAt, document.createdBy, document.createdAt],
  );
}

/** Writes the fields and raises the version. */
export function updateDocumentFields(tx: WriteDb, id: DocumentId, fields: DocumentFields, now: number): void {
  tx.run(
    `UPDATE documents SET number = ?, type = ?, issuing_country = ?, holder_id = ?, issue_date = ?, expiry_date = ?, remarks = ?,
       updated_at = ?, version = version + 1 WHERE id = ?`,
    [...fieldValues(fields), now, id],
  );
}

export function casesOfDocument(db: ReadDb, documentId: DocumentId): CaseOfObject[] {
  return db.all<CaseOfObject>(
    `SELECT c.id, c.reference, c.title FROM case_documents l JOIN cases c ON c.id = l.case_id
     WHERE l.document_id = ? ORDER BY l.added_at, c.id`,
    [documentId],
  );
}

export function linkDocument(tx: WriteDb, caseId: CaseId, documentId: DocumentId, at: number, by: string): void {
  tx.run(
    'INSERT INTO case_documents (case_id, document_id, added_at, added_by) VALUES (?, ?, ?, ?) ON CONFLICT (case_id, document_id) DO NOTHING',
    [caseId, documentId, at, by],
  );
}

/** When and by whom it was written down. */
export function documentOrigin(db: ReadDb, id: DocumentId): { readonly at: number; readonly by: string } | null {
  return db.get('SELECT created_at AS at, created_by AS "by" FROM documents WHERE id = ?', [id]) ?? null;
}
