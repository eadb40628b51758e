import type { SearchHit } from '#shared/ipc/desk.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export type SearchKind = SearchHit['kind'];

export interface SearchDocument extends SearchHit {
  /** Words made comparable (shared/domain/search-text.ts), separated by spaces. */
  readonly terms: string;
}

/**
 * Each kind has its own range of row numbers, in this order: the full-text index can then be asked for one kind alone, newest first,
 * without a look at the others.
 */
const kinds: readonly SearchKind[] = ['case', 'person', 'document', 'vehicle', 'message', 'note'];
const ROWS_OF_A_KIND = 100_000_000;

const firstRow = (kind: SearchKind): number => kinds.indexOf(kind) * ROWS_OF_A_KIND + 1;
const lastRow = (kind: SearchKind): number => (kinds.indexOf(kind) + 1) * ROWS_OF_A_KIND;

/** Writes what can be found of one thing; what stood there before is replaced. */
export function writeSearchDocument(tx: WriteDb, document: SearchDocument): void {
  const known = tx.get<{ rowid: number }>('SELECT rowid FROM search_documents WHERE kind = ? AND ref_id = ?', [
    document.kind,
    document.id,
  ]);
  if (known) replaceDocument(tx, known.rowid, document);
  else insertDocument(tx, document);
}

function replaceDocument(tx: WriteDb, row: number, document: SearchDocument): void {
  tx.run('UPDATE search_documents SET case_id = ?, title = ?, detail = ? WHERE rowid = ?', [
    document.caseId,
    document.title,
    document.detail,
    row,
  ]);
  tx.run('UPDATE search_text SET terms = ? WHERE docid = ?', [document.terms, row]);
}

function insertDocument(tx: WriteDb, document: SearchDocument): void {
  const last = tx.get<{ row: number | null }>(
    'SELECT max(rowid) AS row FROM search_documents WHERE rowid BETWEEN ? AND ?',
    [firstRow(document.kind), lastRow(document.kind)],
  );
  const row = (last?.row ?? firstRow(document.kind) - 1) + 1;
  tx.run('INSERT INTO search_documents (rowid, kind, ref_id, case_id, title, detail) VALUES (?, ?, ?, ?, ?, ?)', [
    row,
    document.kind,
    document.id,
    document.caseId,
    document.title,
    document.detail,
  ]);
  tx.run('INSERT INTO search_text (docid, terms) VALUES (?, ?)', [row, document.terms]);
}

/** Messages of a conversation came into a case. */
export function setCaseOfSearchDocument(tx: WriteDb, kind: SearchKind, id: string, caseId: CaseId): void {
  tx.run('UPDATE search_documents SET case_id = ? WHERE kind = ? AND ref_id = ?', [caseId, kind, id]);
}

/** @param match an FTS4 expression, see `ftsQuery` */
export function countMatches(db: ReadDb, kind: SearchKind, match: string): number {
  const row = db.get<{ total: number }>(
    'SELECT count(*) AS total FROM search_text WHERE terms MATCH ? AND docid BETWEEN ? AND ?',
    [match, firstRow(kind), lastRow(kind)],
  );
  return row?.total ?? 0;
}

/** The newest first. */
export function matchesOfKind(db: ReadDb, kind: SearchKind, match: string, offset: number, limit: number): SearchHit[] {
  return db.all<SearchHit>(
    `SELECT d.kind, d.ref_id AS id, d.title, d.detail, d.case_id AS caseId
     FROM search_text t JOIN search_documents d ON d.rowid = t.docid
     WHERE t.terms MATCH ? AND t.docid BETWEEN ? AND ? ORDER BY t.docid DESC LIMIT ? OFFSET ?`,
    [match, firstRow(kind), lastRow(kind), limit, offset],
  );
}

/** SQL for "the ids of one kind that match", for use after IN; its parameters come from `matchParams`. */
export const MATCHING_IDS = `SELECT d.ref_id FROM search_text t JOIN search_documents d ON d.rowid = t.docid
  WHERE t.terms MATCH ? AND t.docid BETWEEN ? AND ?`;

export const matchParams = (kind: SearchKind, match: string): [string, number, number] => [
  match,
  firstRow(kind),
  lastRow(kind),
];
