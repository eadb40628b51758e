import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer } from '../context.ts';
import type { ReadDb } from '../store/database.ts';
import { type CaseRecord, caseById } from '../store/tables/cases.ts';

/** The case something is about to be written into: it must be here, and not closed. */
export function openCase(db: ReadDb, id: CaseId): Answer<CaseRecord> {
  const record = caseById(db, id);
  if (!record) return err({ code: 'not-found', params: { kind: 'case' } });
  if (!isCaseWritable(record.status)) return err({ code: 'case-closed', params: { reference: record.reference } });
  return ok(record);
}
