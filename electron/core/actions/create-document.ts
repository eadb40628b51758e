import type { DocumentId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexDocument } from '../search-index.ts';
import { share } from '../sharing/share.ts';
import { insertDocument, linkDocument } from '../store/tables/documents.ts';
import { recordEvent } from '../timeline.ts';
import { documentTitle } from '../titles.ts';
import { holderTitle } from './document-holder.ts';
import { openCase } from './open-case.ts';

/** Writes a document into a case. */
export const createDocument: ActionHandler<'document.create'> = (ctx, { caseId, fields }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const holder = holderTitle(ctx.db, fields.holderId);
  if (!holder.ok) return err(holder.error);
  const id = ctx.newId() as DocumentId;
  insertDocument(ctx.tx, { ...fields, id, createdAt: ctx.now, createdBy: ctx.actor.name });
  linkDocument(ctx.tx, caseId, id, ctx.now, ctx.actor.name);
  indexDocument(ctx.tx, id, fields, holder.value);
  const told = recordEvent(ctx, {
    caseId,
    actor: ctx.actor.name,
    kind: 'document-added',
    data: { number: fields.number, type: fields.type, country: fields.issuingCountry },
    subject: { kind: 'document', id },
  });
  share(ctx, { title: documentTitle(fields), caseId, made: [{ kind: 'document', id }], told: [told] });
  return ok({ id });
};
