import { type CheckDetail, checkQuestion } from '#shared/ipc/checks.ts';
import { err, ok } from '#shared/lib/result.ts';
import { workstationName } from '../bureau-keys/workstation-name.ts';
import type { QueryHandler } from '../context.ts';
import { carriedBy } from '../outbox/outbox-item.ts';
import type { ReadDb } from '../store/database.ts';
import { type CheckRecord, checkById } from '../store/tables/checks.ts';
import type { Identity } from '../store/tables/identity.ts';
import { outboxItemById } from '../store/tables/outbox.ts';

/** A check with both its answers. */
export const getCheck: QueryHandler<'check.get'> = ({ db, identity }, { id }) => {
  const check = checkById(db, id);
  if (!check) return err({ code: 'not-found', params: { kind: 'check' } });
  return ok({
    id: check.id,
    caseId: check.caseId,
    caseReference: check.caseReference,
    purpose: check.purpose,
    question: checkQuestion.parse({ database: check.database, query: check.query }),
    subjectKind: check.subjectKind,
    subjectId: check.subjectId,
    at: check.at,
    by: check.by,
    elsewhere: elsewhereOf(db, identity, check),
    local: { outcome: check.localOutcome, candidates: [...check.localCandidates], copyAsOf: check.copyAsOf },
    online: onlineOf(db, check),
  });
};

/** What another workstation asks has no place in this outbox; a machine that was restored still asks what it asked under its former name. */
function elsewhereOf(
  db: ReadDb,
  { bureau, workstationId }: Identity,
  { id, workstation }: CheckRecord,
): CheckDetail['elsewhere'] {
  if (workstation === workstationId || outboxItemById(db, id)) return null;
  return { workstation: workstation && workstationName(bureau, workstation) };
}

function onlineOf(db: ReadDb, check: CheckRecord): CheckDetail['online'] {
  const item = check.onlineOutcome === 'pending' ? outboxItemById(db, check.id) : null;
  return {
    outcome: check.onlineOutcome,
    candidates: [...check.onlineCandidates],
    asOf: check.onlineAsOf,
    answeredAt: check.onlineAnsweredAt,
    waiting: item ? (item.state === 'sending' ? 'asking' : 'queued') : null,
    carried: item && carriedBy(item),
    problem: check.onlineProblem ?? item?.problemCode ?? null,
  };
}
