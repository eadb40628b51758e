import { isPermitted } from '#shared/domain/permissions.ts';
import { contract, isMethod, type Method } from '#shared/ipc/contract.ts';
import type { ActionEntry, AuditRule, QueryEntry } from '#shared/ipc/entry.ts';
import type { AppError, CallReply, CallRequest } from '#shared/ipc/wire.ts';
import { newId } from '#shared/lib/ids.ts';
import { err } from '#shared/lib/result.ts';
import { actionHandlers, longHandlers } from '../actions/all-actions.ts';
import type { ActionContext, Answer, LongContext, QueryContext, Workstation } from '../context.ts';
import type { Log } from '../log.ts';
import { queryHandlers } from '../queries/all-queries.ts';
import { auditedCall, recordAudit } from '../record-audit.ts';
import type { Session } from '../session.ts';
import { StoreReadOnlyError, type WriteDb } from '../store/database.ts';
import { ViewLog } from './view-log.ts';

/** What a call carries besides its request: how to cancel it, and where its progress goes. */
export interface CallHooks {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null) => void;
}

type AnyHandler<C> = (ctx: C, input: never) => Answer<unknown> | Promise<Answer<unknown>>;

/** Thrown inside a transaction so that an answer that is an error rolls everything back. */
class Refused extends Error {
  constructor(readonly appError: AppError) {
    super(appError.code);
  }
}

/**
 * The one way in: name → permission → schema → handler → audit.
 * What is not in the contract does not exist; what a person may not do is refused before its input is looked at.
 */
export class Dispatcher {
  private views = new ViewLog();
  private viewer: string | null = null;

  constructor(
    private readonly session: Session,
    private readonly log: Log,
  ) {}

  async handle(request: CallRequest, hooks: CallHooks): Promise<CallReply> {
    const answer = await this.answer(request, hooks).catch((error: unknown) => this.explain(request.method, error));
    return answer.ok
      ? { id: request.id, ok: true, value: answer.value }
      : { id: request.id, ok: false, error: answer.error };
  }

  private async answer({ method, input }: CallRequest, hooks: CallHooks): Promise<Answer<unknown>> {
    if (!isMethod(method)) return err({ code: 'unknown-method' });
    const refusal = this.refusal(method);
    if (refusal) return err(refusal);
    const parsed = contract[method].input.safeParse(input);
    if (!parsed.success) {
      return err({ code: 'invalid-input', params: { field: parsed.error.issues[0]?.path.join('.') ?? '' } });
    }
    if (method in this.session.handlers) return this.session.handle(method, parsed.data, hooks);
    const station = this.session.station;
    if (!station) return err({ code: 'locked' });
    station.upkeep.noteCall();
    const obstacle = obstacleTo(station, method);
    if (obstacle) return err(obstacle);
    return this.run(station, method, parsed.data, hooks);
  }

  /** Deny by default: only a signed-in account that holds the permission gets through. */
  private refusal(method: Method): AppError | null {
    const { access } = contract[method];
    if (access === 'locked') return null;
    const station = this.session.station;
    if (!station) return { code: 'locked' };
    if (access === 'signed-in' || isPermitted(station.actor.roles, access)) return null;
    this.log.info(`refused: ${method}`);
    return { code: 'forbidden' };
  }

  private run(
    station: Workstation,
    method: Method,
    input: unknown,
    hooks: CallHooks,
  ): Answer<unknown> | Promise<Answer<unknown>> {
    if (method in queryHandlers) return this.query(station, method, input);
    if (method in longHandlers) return this.long(station, method, input, hooks);
    return this.act(station, method, input);
  }

  private query(station: Workstation, method: Method, input: unknown): Answer<unknown> {
    const handler = queryHandlers[method as keyof typeof queryHandlers] as AnyHandler<QueryContext>;
    const answer = handler(queryContext(station), input as never) as Answer<unknown>;
    if (answer.ok) this.recordView(station, method, input, answer.value);
    return answer;
  }

  private act(station: Workstation, method: Method, input: unknown): Promise<Answer<unknown>> {
    const handler = actionHandlers[method as keyof typeof actionHandlers] as AnyHandler<ActionContext>;
    return station.store.transactionTogether((tx) => {
      const answer = handler(actionContext(station, tx), input as never) as Answer<unknown>;
      if (!answer.ok) throw new Refused(answer.error);
      audit(station, tx, method, input, answer.value);
      return answer;
    });
  }

  private async long(station: Workstation, method: Method, input: unknown, hooks: CallHooks): Promise<Answer<unknown>> {
    const handler = longHandlers[method as keyof typeof longHandlers] as AnyHandler<LongContext>;
    let committed = false;
    const commit = (work: (ctx: ActionContext) => unknown): unknown =>
      station.store.transaction((tx) => {
        const output = work(actionContext(station, tx));
        audit(station, tx, method, input, output);
        committed = true;
        return output;
      });
    const answer = await handler(
      { ...queryContext(station), ...hooks, commit: commit as LongContext['commit'] },
      input as never,
    );
    if (answer.ok && !committed && contract[method].audit !== 'none') {
      station.store.transaction((tx) => audit(station, tx, method, input, answer.value));
    }
    return answer;
  }

  /** A look at a record is told once; on a disk that takes nothing more, reading still goes on. */
  private recordView(station: Workstation, method: Method, input: unknown, output: unknown): void {
    const rule = contract[method].audit;
    if (!rule || rule === 'none' || station.store.status().readOnly) return;
    const now = station.clock.now();
    const call = auditedCall(method, rule as AuditRule<never, never>, station.actor, now, input, output);
    if (this.viewer !== station.actor.id) this.views = new ViewLog();
    this.viewer = station.actor.id;
    if (!this.views.isNew(JSON.stringify([method, call.subjectId, call.detail]), now)) return;
    station.store.transaction((tx) => recordAudit(tx, call));
  }

  private explain(method: string, error: unknown): Answer<never> {
    if (error instanceof Refused) return err(error.appError);
    if (error instanceof StoreReadOnlyError) return err({ code: 'store-read-only', params: { reason: error.reason } });
    if (error instanceof Error && error.name === 'AbortError') return err({ code: 'cancelled' });
    this.log.error(`in ${method}`, error);
    return err({ code: 'unexpected' });
  }
}

/** What an action cannot do now is said before it begins, so that nothing is ever half done. */
function obstacleTo({ looking, store, capacity }: Workstation, method: Method): AppError | null {
  const entry: ActionEntry | QueryEntry = contract[method];
  if (entry.kind === 'query') return null;
  if (looking) return { code: 'looking-only' };
  const { readOnly, reason = '' } = store.status();
  if (readOnly && entry.audit !== 'none') return { code: 'store-read-only', params: { reason } };
  return entry.adds && capacity.isFull ? capacity.fullError() : null;
}

const queryContext = (station: Workstation): QueryContext => ({
  db: station.store.read,
  actor: station.actor,
  identity: station.identity,
  now: station.clock.now(),
  station,
});

const actionContext = (station: Workstation, tx: WriteDb): ActionContext => ({
  ...queryContext(station),
  db: tx,
  tx,
  newId: () => newId(station),
});

function audit(station: Workstation, tx: WriteDb, method: Method, input: unknown, output: unknown): void {
  const rule = contract[method].audit;
  if (!rule || rule === 'none') return;
  const call = auditedCall(method, rule as AuditRule<never, never>, station.actor, station.clock.now(), input, output);
  recordAudit(tx, call);
}
