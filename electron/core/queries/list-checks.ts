import type { Output } from '#shared/ipc/contract.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { type CheckRecord, listChecks as readChecks } from '../store/tables/checks.ts';

/** A window of the checks, the newest first. */
export const listChecks: QueryHandler<'check.list'> = ({ db }, { caseId, offset, limit }) => {
  const { total, rows } = readChecks(db, caseId, offset, limit);
  return ok({ total, rows: rows.map(rowOf) });
};

const rowOf = (check: CheckRecord): Output<'check.list'>['rows'][number] => ({
  id: check.id,
  caseId: check.caseId,
  caseReference: check.caseReference,
  database: check.database,
  title: check.title,
  at: check.at,
  by: check.by,
  localOutcome: check.localOutcome,
  onlineOutcome: check.onlineOutcome,
  best: bestScore(check),
});

/** The best score of the better answer: the database's own once it is there. */
function bestScore({ onlineAnsweredAt, onlineCandidates, localCandidates }: CheckRecord): number | null {
  const [best] = onlineAnsweredAt === null ? localCandidates : onlineCandidates;
  return best?.score ?? null;
}
