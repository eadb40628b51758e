import { type CheckRequest, checkRequest, checkResponse } from '#shared/protocol/checks.ts';
import { settleAnswered, settleRefused } from '../checks/settle-check.ts';
import { holdBack } from '../messages/apply-verdict.ts';
import { checkById, setOnlineAnswer } from '../store/tables/checks.ts';
import { dueOutboxItems, type OutboxRecord } from '../store/tables/outbox.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { askedToWait, backOff } from './back-off.ts';
import { HubRefusal, notAHub } from './hub-api.ts';
import { isOfTheAsker } from './passing.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { TransportError } from './transport.ts';

const CHECK_TIMEOUT_MS = 15_000;

/** Asks the hub what waits to be asked. The check's id is the idempotency key: asked twice, it is answered once. */
export async function askChecks(ctx: SyncContext): Promise<void> {
  if (sendRules(ctx.store.read).paused) return;
  // Somebody waits for every one of them: they are all urgent.
  for (const item of dueOutboxItems(ctx.store.read, ctx.clock.now(), true)) {
    if (item.kind !== 'check') continue;
    ctx.stopped.throwIfAborted();
    await ask(ctx, item);
  }
}

async function ask(ctx: SyncContext, item: OutboxRecord): Promise<void> {
  try {
    const answer = await ctx.api.post('/v1/checks', questionOf(ctx, item), checkResponse, CHECK_TIMEOUT_MS);
    if (answer.checkId !== item.refId) throw notAHub();
    ctx.store.transaction((tx) => settleAnswered(recording(ctx, tx), ctx.identity, answer));
  } catch (error) {
    if (isOfTheLine(error) || ctx.stopped.aborted) throw error;
    notAnswered(ctx, item, error);
  }
}

/** The same question, whichever way it goes: the hub answers it once. */
export function questionOf({ store }: SyncContext, item: OutboxRecord): CheckRequest {
  const check = checkById(store.read, item.refId);
  if (!check) throw new Error('An outbox item has no check');
  const { id: checkId, purpose, database, query, caseReference } = check;
  return checkRequest.parse({ checkId, purpose, database, query, ...(caseReference && { caseReference }) });
}

/** Failures that are the line's or of who asks, and not this question's: the round ends, and everything waits. */
const isOfTheLine = (error: unknown): boolean =>
  (error instanceof TransportError && error.failure !== 'timeout') || isOfTheAsker(error);

/** A timeout or a busy hub is asked again; what the hub refuses stands in the check as an error, and a person decides. */
function notAnswered(ctx: SyncContext, item: OutboxRecord, error: unknown): void {
  const retryAt = ctx.clock.now() + backOff(ctx, item.attempts + 2, retryAfter(error));
  ctx.store.transaction((tx) => {
    const rec = recording(ctx, tx);
    if (error instanceof TransportError) {
      setOnlineAnswer(tx, item.refId, TIMED_OUT);
      holdBack(rec, item, retryAt);
    } else if (error instanceof HubRefusal && error.answerClass === 'retry-later') holdBack(rec, item, retryAt);
    else {
      const code = error instanceof HubRefusal ? error.code : 'cannot-be-made';
      if (!(error instanceof HubRefusal)) ctx.log.error('a check could not be asked', error);
      settleRefused(rec, ctx.identity, item, code);
    }
  });
}

const retryAfter = (error: unknown): number => (error instanceof HubRefusal ? askedToWait(error.retryAfter) : 0);

/** No answer in time: whether the question was executed is not known, so it stays open. */
const TIMED_OUT = {
  onlineOutcome: 'timeout',
  onlineCandidates: [],
  onlineAsOf: null,
  onlineAnsweredAt: null,
  onlineProblem: 'timeout',
} as const;
