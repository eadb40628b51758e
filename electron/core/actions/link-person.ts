import { personInCaseField } from '#shared/domain/field-changes/shared-fields.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { share } from '../sharing/share.ts';
import { linkPerson as insertLink, personById } from '../store/tables/persons.ts';
import { recordEvent } from '../timeline.ts';
import { personTitle } from '../titles.ts';
import { openCase } from './open-case.ts';

/** Writes a person who stands in the store already into one more case. */
export const linkPerson: ActionHandler<'person.link'> = (ctx, { caseId, personId, role }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const person = personById(ctx.db, personId);
  if (!person) return err({ code: 'not-found', params: { kind: 'person' } });
  const isNew = insertLink(ctx.tx, { caseId, personId, role, at: ctx.now, by: ctx.actor.name });
  if (!isNew) return err({ code: 'already-in-case', params: { reference: found.value.reference } });
  const told = recordEvent(ctx, {
    caseId,
    actor: ctx.actor.name,
    kind: 'person-added',
    data: { name: personTitle(person), role },
    subject: { kind: 'person', id: personId },
  });
  const edits = [{ field: personInCaseField(personId), base: null, value: role }];
  share(ctx, {
    title: personTitle(person),
    caseId,
    made: [{ kind: 'person', id: personId }],
    edited: { kind: 'case', id: caseId, version: found.value.version, edits },
    told: [told],
  });
  return ok({});
};
