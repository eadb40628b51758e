import type { CheckId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';
import { questionTitle } from '../checks/question-title.ts';
import { queueQuestion } from '../checks/queue-question.ts';
import { searchCopy } from '../checks/search-copy.ts';
import type { ActionHandler } from '../context.ts';
import { share } from '../sharing/share.ts';
import { insertCheck } from '../store/tables/checks.ts';
import { recordEvent } from '../timeline.ts';
import { openCase } from './open-case.ts';

/** Answers from the copy on this machine at once, and queues the same question for the database itself. */
export const runCheck: ActionHandler<'check.run'> = (ctx, { caseId, purpose, question, subjectKind, subjectId }) => {
  if (caseId) {
    const found = openCase(ctx.db, caseId);
    if (!found.ok) return found;
  }
  const id = ctx.newId() as CheckId;
  const title = questionTitle(question);
  const { database, query } = question;
  const local = searchCopy(ctx.db, question);
  insertCheck(ctx.tx, {
    id,
    caseId,
    database,
    purpose,
    title,
    query,
    subjectKind,
    subjectId,
    at: ctx.now,
    by: ctx.actor.name,
    workstation: ctx.identity.workstationId,
    localOutcome: local.outcome,
    localCandidates: local.candidates,
    copyAsOf: local.copyAsOf,
    onlineOutcome: 'pending',
    onlineCandidates: [],
    onlineAsOf: null,
    onlineAnsweredAt: null,
    onlineProblem: null,
  });
  queueQuestion(ctx, id);
  if (caseId) {
    const data = { database, title, outcome: local.outcome, found: local.candidates.length };
    const subject = { kind: 'check', id };
    const told = recordEvent(ctx, { caseId, actor: ctx.actor.name, kind: 'check-run', data, subject });
    share(ctx, { title, caseId, made: [{ kind: 'check', id }], told: [told] });
  }
  return ok({ id });
};
