import type { EventKind } from '#shared/ipc/cases.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import type { ActionContext } from '../context.ts';
import { type NewEvent, recordEvent } from '../timeline.ts';

/** The same event in the timeline of every case it concerns. Returns their ids. */
export function recordInCases<K extends EventKind>(
  ctx: ActionContext,
  cases: readonly { readonly id: CaseId }[],
  event: Omit<NewEvent<K>, 'caseId' | 'actor'>,
): EventId[] {
  return cases.map(({ id }) => recordEvent(ctx, { ...event, caseId: id, actor: ctx.actor.name }));
}
