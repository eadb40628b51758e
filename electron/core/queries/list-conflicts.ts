import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { conflictsFor } from '../sharing/conflicts-for.ts';

export const listConflicts: QueryHandler<'conflict.list'> = ({ db, actor }, { caseId }) =>
  ok(conflictsFor(db, actor.roles, caseId));
