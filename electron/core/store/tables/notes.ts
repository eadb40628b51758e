import type { z } from 'zod';
import type { note } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export type NoteRecord = z.infer<typeof note>;

export function insertNote(tx: WriteDb, caseId: CaseId, record: NoteRecord): void {
  tx.run('INSERT INTO notes (id, case_id, body, at, author) VALUES (?, ?, ?, ?, ?)', [
    record.id,
    caseId,
    record.body,
    record.at,
    record.author,
  ]);
}

/** Newest first. */
export function notesOfCase(db: ReadDb, caseId: CaseId): NoteRecord[] {
  return db.all<NoteRecord>('SELECT id, body, at, author FROM notes WHERE case_id = ? ORDER BY at DESC, id DESC', [
    caseId,
  ]);
}

export function noteById(db: ReadDb, id: string): (NoteRecord & { readonly caseId: CaseId }) | null {
  return db.get('SELECT id, case_id AS caseId, body, at, author FROM notes WHERE id = ?', [id]) ?? null;
}
