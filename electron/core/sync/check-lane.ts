import { checkRequest, checkResponse } from '#shared/protocol/checks.ts';
import { applyOnlineAnswer } from '../checks/apply-online-answer.ts';
import { questionOf } from '../store/tables/checks.ts';
import { dueOutboxItems, type OutboxChange, type OutboxRecord, updateOutboxItem } from '../store/tables/outbox.ts';
import { backOff } from './back-off.ts';
import { HubRefusal } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';
import { TransportError } from './transport.ts';

const CHECK_TIMEOUT_MS = 15_000;
/** How far down the queue one round looks. */
const LOOK_AT = 500;

/** Asks the hub what waits to be asked. The check's id is the idempotency key: asked twice, it is answered once. */
export async function askChecks(ctx: SyncContext): Promise<void> {
  for (const item of dueOutboxItems(ctx.store.read, ctx.clock.now(), LOOK_AT)) {
    if (item.kind !== 'check') continue;
    ctx.stopped.throwIfAborted();
    await ask(ctx, item);
  }
}

async function ask(ctx: SyncContext, item: OutboxRecord): Promise<void> {
  try {
    const asked = questionOf(ctx.store.read, item.refId);
    const request = checkRequest.parse({
      checkId: item.refId,
      purpose: asked.purpose,
      ...asked.question,
      caseReference: asked.caseReference ?? undefined,
    });
    const answer = await ctx.api.post('/v1/checks', request, checkResponse, CHECK_TIMEOUT_MS);
    ctx.store.transaction((tx) => applyOnlineAnswer(tx, ctx, item.id, { outcome: 'answered', answer }));
  } catch (error) {
    notAnswered(ctx, item, error);
  }
}

/** What a later try may mend waits; what the hub refuses stands in the check as an error, and a person decides. */
function notAnswered(ctx: SyncContext, item: OutboxRecord, error: unknown): void {
  if (ctx.stopped.aborted) throw error;
  if (error instanceof TransportError && error.failure !== 'timeout') throw error;
  if (error instanceof HubRefusal && error.answerClass === 're-authenticate') throw error;
  const now = ctx.clock.now();
  const isTimeout = error instanceof TransportError;
  const isLater = isTimeout || (error instanceof HubRefusal && error.answerClass === 'retry-later');
  const code = error instanceof HubRefusal ? error.code : isTimeout ? 'timeout' : 'unexpected';
  if (!(error instanceof HubRefusal) && !isTimeout) ctx.log.error('a check could not be asked', error);
  const change: OutboxChange = isLater
    ? { nextAttemptAt: now + backOff(ctx, item.attempts + 2), attempts: item.attempts + 1 }
    : { state: 'needs-attention', problemCode: code, problemDetail: '' };
  ctx.store.transaction((tx) => {
    applyOnlineAnswer(tx, ctx, item.id, { outcome: isTimeout ? 'timeout' : 'error', problem: code, final: !isLater });
    updateOutboxItem(tx, item.id, change, now);
  });
}
