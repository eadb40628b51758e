import { type CaseMove, caseMoveRules, moveCase as statusAfter } from '#shared/domain/case-status.ts';
import { isPermitted } from '#shared/domain/permissions.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { share, watchFields } from '../sharing/share.ts';
import { caseById, setCaseStatus } from '../store/tables/cases.ts';
import { recordEvent } from '../timeline.ts';
import { disputedAmong } from './changed-fields.ts';

const asksForClosing: readonly CaseMove[] = ['close', 'reopen'];

/** Moves a case along its life (shared/domain/case-status.ts); where the rule asks why, the reason stands in the timeline. */
export const moveCase: ActionHandler<'case.move'> = (ctx, { id, move, reason }) => {
  const record = caseById(ctx.db, id);
  if (!record) return err({ code: 'not-found', params: { kind: 'case' } });
  if (asksForClosing.includes(move) && !isPermitted(ctx.actor.roles, 'case.close')) return err({ code: 'forbidden' });
  const status = statusAfter(record.status, move);
  if (!status) return err({ code: 'move-not-possible', params: { from: record.status, move } });
  if (caseMoveRules[move].needsReason && reason === '') return err({ code: 'reason-missing' });
  const disputed = disputedAmong(ctx.db, id, ['status']);
  if (disputed) return err(disputed);
  const edits = watchFields(ctx, 'case', id, ['status']);
  setCaseStatus(ctx.tx, id, status, ctx.now);
  const data = { from: record.status, to: status, move, reason };
  const told = recordEvent(ctx, { caseId: id, actor: ctx.actor.name, kind: 'status-changed', data });
  const edited = { kind: 'case' as const, id, version: record.version, edits: edits() };
  share(ctx, { title: record.title, caseId: id, edited, told: [told] });
  return ok({ status });
};
