import { type PersonFields, personFields } from '#shared/ipc/persons.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexPerson } from '../search-index.ts';
import { share, watchFields } from '../sharing/share.ts';
import { casesOfPerson, personById, updatePersonFields } from '../store/tables/persons.ts';
import { personTitle } from '../titles.ts';
import { changedFields, disputedAmong, editedElsewhere, withChanges } from './changed-fields.ts';
import { recordInCases } from './record-in-cases.ts';

/** Edits a person on the version its author saw; each case the person stands in tells of it. */
export const updatePerson: ActionHandler<'person.update'> = (ctx, { id, version, changes }) => {
  const before = personById(ctx.db, id);
  if (!before) return err({ code: 'not-found', params: { kind: 'person' } });
  if (before.version !== version) return err(editedElsewhere(before.version));
  const fields = changedFields<PersonFields>(before, changes);
  if (fields.length === 0) return ok({ version });
  const after = withChanges<PersonFields>(personFields.parse(before), changes);
  const disputed = disputedAmong(ctx.db, id, fields);
  if (disputed) return err(disputed);
  const edits = watchFields(ctx, 'person', id, fields);
  updatePersonFields(ctx.tx, id, after, ctx.now);
  indexPerson(ctx.tx, id, after);
  const data = { name: personTitle(after), fields: fields.join(',') };
  const cases = casesOfPerson(ctx.db, id);
  const told = recordInCases(ctx, cases, { kind: 'person-edited', data, subject: { kind: 'person', id } });
  const edited = { kind: 'person' as const, id, version, edits: edits() };
  share(ctx, { title: personTitle(after), caseId: cases[0]?.id ?? null, edited, told });
  return ok({ version: version + 1 });
};
