import { ok } from '#shared/lib/result.ts';
import type { ActionContext, ActionHandler } from '../context.ts';
import { putSendRule, type SendRules } from '../store/tables/send-rules.ts';

/** Holds everything back, or lets it go. */
export const pauseSending: ActionHandler<'sync.pause'> = (ctx, { on }) => setRule(ctx, 'paused', on);

/** Lets only what is urgent use the line, or everything again. */
export const onlyUrgent: ActionHandler<'sync.only-urgent'> = (ctx, { on }) => setRule(ctx, 'onlyUrgent', on);

function setRule({ tx, now, actor, station }: ActionContext, name: keyof SendRules, on: boolean) {
  putSendRule(tx, name, on ? { at: now, by: actor.name } : null);
  if (!on) station.sync.wake();
  return ok({});
}
