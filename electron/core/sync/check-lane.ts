import { type CheckRequest, checkRequest, checkResponse } from '#shared/protocol/checks.ts';
import { questionOfCheck } from '../checks/question-of-check.ts';
import { settleAnswered, settleRefused } from '../checks/settle-check.ts';
import { holdBack } from '../messages/apply-verdict.ts';
import { setOnlineAnswer } from '../store/tables/checks.ts';
import { nextDueCheck, type OutboxRecord } from '../store/tables/outbox.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { askedToWait, backOff } from './back-off.ts';
import { HubRefusal, notAHub } from './hub-api.ts';
import { isOfTheAsker } from './passing.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { TransportError } from './transport.ts';

const CHECK_TIMEOUT_MS = 15_000;

/** How long checks are asked before messages get their turn, beside the one that is on its way then (ms); no longer than a request of messages takes. */
const TURN_MS = 10_000;

/**
 * What came of a turn. done: none is left that is due · left: the time was up, others wait for their next turn · unanswered: one had no answer in
 * time, and the others wait until everything else has had its turn.
 */
type CheckTurn = 'done' | 'left' | 'unanswered';

/**
 * Asks the hub what waits to be asked, by turns with what is sent: a check does not stand behind all that leaves after weeks without a network, and
 * many of them that a slow hub answers late, or not at all, hold back no message for longer than a turn.
 */
export class CheckTurns {
  private isNew = false;
  private last: CheckTurn = 'done';

  constructor(private readonly ctx: SyncContext) {}

  /** Somebody has put something into the outbox. */
  noteNew(): void {
    this.isNew = true;
  }

  /** Whether some that were due have not been asked. */
  get areLeft(): boolean {
    return this.last !== 'done';
  }

  async take(): Promise<void> {
    this.isNew = false;
    this.last = await askInTurn(this.ctx);
  }

  /** After what has arrived: a question of this workstation's own may have come back to it. */
  async takeWhatCame(): Promise<void> {
    if (this.last === 'done') await this.take();
  }

  /** Between two requests of what is sent or read. */
  async takeMeanwhile(): Promise<void> {
    if (this.isNew || this.last === 'left') await this.take();
  }
}

/** A check's id is the idempotency key: asked twice, it is answered once. */
async function askInTurn(ctx: SyncContext): Promise<CheckTurn> {
  if (sendRules(ctx.store.read).paused) return 'done';
  const until = ctx.monotonicMs() + TURN_MS;
  const now = ctx.clock.now();
  const asked = new Set<string>();
  for (;;) {
    const item = nextDueCheck(ctx.store.read, now);
    // One that is due once more already has had its turn.
    if (!item || asked.has(item.id)) return 'done';
    if (ctx.monotonicMs() >= until) return 'left';
    ctx.stopped.throwIfAborted();
    asked.add(item.id);
    if (!(await ask(ctx, item))) return 'unanswered';
  }
}

/** @returns whether the hub gave an answer in time, whichever */
async function ask(ctx: SyncContext, item: OutboxRecord): Promise<boolean> {
  try {
    const question = { path: '/v1/checks', body: questionOf(ctx, item), silenceMs: CHECK_TIMEOUT_MS };
    const answer = await ctx.api.askDatabase(question, checkResponse);
    if (answer.checkId !== item.refId) throw notAHub();
    ctx.store.transaction((tx) => settleAnswered(recording(ctx, tx), ctx.identity, answer));
    return true;
  } catch (error) {
    if (isOfTheLine(error) || ctx.stopped.aborted) throw error;
    notAnswered(ctx, item, error);
    return !(error instanceof TransportError);
  }
}

/** The same question, whichever way it goes and whatever its case is called by then: the hub answers it once. */
export function questionOf({ store }: SyncContext, { body, refId }: OutboxRecord): CheckRequest {
  return body === null ? questionOfCheck(store.read, refId) : checkRequest.parse(JSON.parse(body));
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
