import type { PersonId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexPerson } from '../search-index.ts';
import { share } from '../sharing/share.ts';
import { insertPerson, linkPerson } from '../store/tables/persons.ts';
import { recordEvent } from '../timeline.ts';
import { personTitle } from '../titles.ts';
import { openCase } from './open-case.ts';

/** Writes a new person into a case. */
export const createPerson: ActionHandler<'person.create'> = (ctx, { caseId, role, fields, mrz }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const id = ctx.newId() as PersonId;
  const { now, actor } = ctx;
  insertPerson(ctx.tx, { ...fields, id, mrz, createdAt: now, createdBy: actor.name, updatedAt: now, version: 1 });
  linkPerson(ctx.tx, { caseId, personId: id, role, at: now, by: actor.name });
  indexPerson(ctx.tx, id, fields);
  const told = recordEvent(ctx, {
    caseId,
    actor: actor.name,
    kind: 'person-added',
    data: { name: personTitle(fields), role },
    subject: { kind: 'person', id },
  });
  share(ctx, { title: personTitle(fields), caseId, made: [{ kind: 'person', id }], told: [told] });
  return ok({ id });
};
