import { type DocumentFields, documentFields } from '#shared/ipc/objects.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexDocument } from '../search-index.ts';
import { share, watchFields } from '../sharing/share.ts';
import { casesOfDocument, documentById, updateDocumentFields } from '../store/tables/documents.ts';
import { documentTitle } from '../titles.ts';
import { changedFields, disputedAmong, editedElsewhere, withChanges } from './changed-fields.ts';
import { holderTitle } from './document-holder.ts';
import { recordInCases } from './record-in-cases.ts';

/** Edits a document on the version its author saw; each case it stands in tells of it. */
export const updateDocument: ActionHandler<'document.update'> = (ctx, { id, version, changes }) => {
  const before = documentById(ctx.db, id);
  if (!before) return err({ code: 'not-found', params: { kind: 'document' } });
  if (before.version !== version) return err(editedElsewhere(before.version));
  const fields = changedFields<DocumentFields>(before, changes);
  if (fields.length === 0) return ok({ version });
  const after = withChanges<DocumentFields>(documentFields.parse(before), changes);
  const holder = holderTitle(ctx.db, after.holderId);
  if (!holder.ok) return err(holder.error);
  const disputed = disputedAmong(ctx.db, id, fields);
  if (disputed) return err(disputed);
  const edits = watchFields(ctx, 'document', id, fields);
  updateDocumentFields(ctx.tx, id, after, ctx.now);
  indexDocument(ctx.tx, id, after, holder.value);
  const data = { number: after.number, type: after.type, fields: fields.join(',') };
  const cases = casesOfDocument(ctx.db, id);
  const told = recordInCases(ctx, cases, { kind: 'document-edited', data, subject: { kind: 'document', id } });
  const edited = { kind: 'document' as const, id, version, edits: edits() };
  share(ctx, { title: documentTitle(after), caseId: cases[0]?.id ?? null, edited, told });
  return ok({ version: version + 1 });
};
