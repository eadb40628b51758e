import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { notesOfCase } from '../store/tables/notes.ts';

export const caseNotes: QueryHandler<'case.notes'> = ({ db }, { id }) => ok(notesOfCase(db, id));
