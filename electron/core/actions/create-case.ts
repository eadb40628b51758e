import { makeCaseReference } from '#shared/domain/reference-number.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexCase } from '../search-index.ts';
import { share } from '../sharing/share.ts';
import { type CaseRecord, insertCase, takeCaseSerial } from '../store/tables/cases.ts';
import { recordEvent } from '../timeline.ts';
import { canBeInCharge } from './officer-in-charge.ts';

/** Opens a case under the bureau's next number of the year (UTC), e.g. UTO-2026-000417. */
export const createCase: ActionHandler<'case.create'> = (ctx, fields) => {
  if (!canBeInCharge(ctx.db, fields.officerId)) return err({ code: 'officer-not-usable' });
  const year = new Date(ctx.now).getUTCFullYear();
  const reference = makeCaseReference(ctx.identity.bureau, year, takeCaseSerial(ctx.tx, year));
  const record: CaseRecord = {
    ...fields,
    id: ctx.newId() as CaseId,
    reference,
    status: 'open',
    createdAt: ctx.now,
    createdBy: ctx.actor.name,
    updatedAt: ctx.now,
    version: 1,
  };
  insertCase(ctx.tx, record);
  indexCase(ctx.tx, record);
  const data = { reference, title: record.title };
  const told = recordEvent(ctx, { caseId: record.id, actor: ctx.actor.name, kind: 'case-created', data });
  share(ctx, { title: record.title, caseId: record.id, made: [{ kind: 'case', id: record.id }], told: [told] });
  return ok({ id: record.id, reference });
};
