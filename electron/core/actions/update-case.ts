import { type CaseFields, caseFields } from '#shared/ipc/cases.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexCase } from '../search-index.ts';
import { share, watchFields } from '../sharing/share.ts';
import { updateCaseFields } from '../store/tables/cases.ts';
import { recordEvent } from '../timeline.ts';
import { changedFields, disputedAmong, editedElsewhere, withChanges } from './changed-fields.ts';
import { canBeInCharge } from './officer-in-charge.ts';
import { openCase } from './open-case.ts';

/** Edits a case on the version its author saw; an edit that changes nothing leaves no trace. */
export const updateCase: ActionHandler<'case.update'> = (ctx, { id, version, changes }) => {
  const found = openCase(ctx.db, id);
  if (!found.ok) return found;
  const before = found.value;
  if (before.version !== version) return err(editedElsewhere(before.version));
  const fields = changedFields<CaseFields>(before, changes);
  if (fields.length === 0) return ok({ version });
  const after = withChanges<CaseFields>(caseFields.parse(before), changes);
  if (fields.includes('officerId') && !canBeInCharge(ctx.db, after.officerId))
    return err({ code: 'officer-not-usable' });
  const disputed = disputedAmong(ctx.db, id, fields);
  if (disputed) return err(disputed);
  const edits = watchFields(ctx, 'case', id, fields);
  updateCaseFields(ctx.tx, id, after, ctx.now);
  indexCase(ctx.tx, { ...before, ...after });
  const data = { fields: fields.join(',') };
  const told = recordEvent(ctx, { caseId: id, actor: ctx.actor.name, kind: 'case-edited', data });
  share(ctx, { title: after.title, caseId: id, edited: { kind: 'case', id, version, edits: edits() }, told: [told] });
  return ok({ version: version + 1 });
};
