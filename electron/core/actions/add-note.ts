import type { NoteId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { excerpt, indexNote } from '../search-index.ts';
import { share } from '../sharing/share.ts';
import { insertNote } from '../store/tables/notes.ts';
import { recordEvent } from '../timeline.ts';
import { openCase } from './open-case.ts';

/** Adds a note to a case. Notes are never edited: what was thought at a time stays as it was written. */
export const addNote: ActionHandler<'note.add'> = (ctx, { caseId, body }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const record = { id: ctx.newId() as NoteId, body, at: ctx.now, author: ctx.actor.name };
  insertNote(ctx.tx, caseId, record);
  indexNote(ctx.tx, caseId, record);
  const told = recordEvent(ctx, {
    caseId,
    actor: ctx.actor.name,
    kind: 'note-added',
    data: { excerpt: excerpt(body) },
    subject: { kind: 'note', id: record.id },
  });
  share(ctx, { title: excerpt(body), caseId, made: [{ kind: 'note', id: record.id }], told: [told] });
  return ok({ id: record.id });
};
