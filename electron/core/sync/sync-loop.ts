import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckDetail, CheckQuestion } from '#shared/ipc/checks.ts';
import type { ConnectionState } from '#shared/ipc/outbox.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { recordResponse } from '#shared/protocol/checks.ts';
import { wakeMessage } from '#shared/protocol/wake.ts';
import { earliestNextAttempt, numberedOutboxItems, returnSendingToWaiting } from '../store/tables/outbox.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { backOff } from './back-off.ts';
import { askChecks } from './check-lane.ts';
import { syncCopies } from './copy-lane.ts';
import { syncDirectory } from './directory-lane.ts';
import { downloadFiles } from './download-lane.ts';
import { HubRefusal } from './hub-api.ts';
import { offerOutbox, type Preparing } from './offer-lane.ts';
import { pullStream } from './pull-lane.ts';
import type { SyncContext } from './sync-context.ts';
import type { AskProblem, ConnectionStatus, FetchedRecord, SyncEngine } from './sync-engine.ts';
import type { Timers } from './timers.ts';
import { type HubTransport, TransportError, type WakeChannel } from './transport.ts';

/** Looks without being told to, in case a wake-up was lost (ms). */
const LOOK_EVERY_MS = 60_000;
/** How often the local copies are brought up to date (ms). */
const COPIES_EVERY_MS = 5 * 60_000;
/** More than are ever numbered at once. */
const MANY = 1000;
/** A clock further off than this is worth a warning (ms). */
const CLOCK_WORTH_A_WARNING_MS = 2 * 60_000;

/**
 * When to talk to the hub, and what we know of the line.
 *
 *             round ends well                    round fails
 *   connecting ───────────> online        any ──────────────> offline | refused
 *        ^                    │ wake, new outbox row, minute    │ back-off with full jitter, "try now"
 *        └────── round ───────┴─────────────────────────────────┘
 *
 * One round: directory → checks → outbox → stream → files → copies. A round never runs beside another.
 */
export class SyncLoop implements SyncEngine {
  private connection: ConnectionState = 'connecting';
  private since: number;
  private failures = 0;
  private running = false;
  private again = false;
  private copiesAt = 0;
  private callOffTimer: () => void = () => undefined;
  private wakeChannel: WakeChannel | null = null;
  private readonly preparing: Preparing = new Map();
  private readonly stopListening: () => void;

  constructor(
    private readonly ctx: SyncContext,
    private readonly transport: HubTransport,
    private readonly timers: Timers,
    private readonly stop: AbortController,
  ) {
    this.since = ctx.clock.now();
    this.stopListening = ctx.store.onCommit((tables) => {
      if (tables.has('outbox') && !this.running) this.schedule(0);
      else if (tables.has('outbox')) this.again = true;
    });
  }

  start(): void {
    this.returnToWaiting();
    this.schedule(0);
  }

  status(): ConnectionStatus {
    const asOf = syncState(this.ctx.store.read, 'data-as-of');
    const off = this.ctx.api.clockOff;
    return {
      connection: this.connection,
      since: this.since,
      dataAsOf: asOf === null ? null : Number(asOf),
      clockOff: off !== null && Math.abs(off) > CLOCK_WORTH_A_WARNING_MS ? off : null,
    };
  }

  wake(): void {
    this.failures = 0;
    this.again = this.running;
    if (!this.running) this.schedule(0);
  }

  async fetchRecord(
    database: CheckQuestion['database'],
    recordId: Candidate['recordId'],
    purpose: CheckDetail['purpose'],
    signal: AbortSignal,
  ): Promise<Result<FetchedRecord, AskProblem>> {
    const path = `/v1/checks/${database}/records/${encodeURIComponent(recordId)}?purpose=${purpose}`;
    try {
      const answer = await this.ctx.api.get(path, recordResponse, signal);
      return ok({ asOf: this.ctx.clock.now(), record: answer.record });
    } catch (error) {
      if (error instanceof HubRefusal) return err({ code: 'refused', detail: error.code });
      if (!(error instanceof TransportError)) throw error;
      return err({ code: error.failure === 'timeout' ? 'timeout' : 'offline', detail: error.failure });
    }
  }

  close(): void {
    this.stop.abort();
    this.stopListening();
    this.callOffTimer();
    this.wakeChannel?.close();
    this.transport.close();
  }

  private schedule(ms: number): void {
    if (this.stop.signal.aborted) return;
    this.callOffTimer();
    this.callOffTimer = this.timers.after(ms, () => void this.round());
  }

  private async round(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.again = false;
    if (this.connection !== 'online') this.become('connecting');
    try {
      await this.exchange();
      this.wentWell();
    } catch (error) {
      this.wentWrong(error);
    } finally {
      this.running = false;
    }
  }

  private async exchange(): Promise<void> {
    const { ctx } = this;
    await syncDirectory(ctx);
    this.become('online');
    await askChecks(ctx);
    await offerOutbox(ctx, this.preparing, () => this.onPrepared());
    await pullStream(ctx);
    await offerOutbox(ctx, this.preparing, () => this.onPrepared());
    await downloadFiles(ctx);
    if (ctx.clock.now() - this.copiesAt < COPIES_EVERY_MS) return;
    await syncCopies(ctx);
    this.copiesAt = ctx.clock.now();
  }

  private onPrepared(): void {
    if (this.running) this.again = true;
    else if (this.connection === 'online') this.schedule(0);
  }

  private wentWell(): void {
    if (this.stop.signal.aborted) return;
    this.failures = 0;
    this.noteAgreement();
    this.openWake();
    this.schedule(this.again ? 0 : this.untilNextLook());
  }

  /** When an item that was put off is due, or a minute: whichever comes first. */
  private untilNextLook(): number {
    const due = earliestNextAttempt(this.ctx.store.read);
    const untilDue = due === null ? LOOK_EVERY_MS : Math.max(0, due - this.ctx.clock.now());
    return Math.min(LOOK_EVERY_MS, untilDue);
  }

  private wentWrong(error: unknown): void {
    if (this.stop.signal.aborted) return;
    const isKnown = error instanceof TransportError || error instanceof HubRefusal;
    if (!isKnown) this.ctx.log.error('a round of the synchronisation failed', error);
    this.become(stateAfter(error));
    this.returnToWaiting();
    const atLeast = error instanceof HubRefusal ? (error.retryAfter ?? 0) * 1000 : 0;
    this.schedule(backOff(this.ctx, this.failures, atLeast));
    this.failures += 1;
  }

  /** Nothing is being sent while there is no line: what was, waits. */
  private returnToWaiting(): void {
    const { store, clock } = this.ctx;
    if (store.status().readOnly || !numberedOutboxItems(store.read, MANY).some(({ state }) => state === 'sending'))
      return;
    store.transaction((tx) => returnSendingToWaiting(tx, clock.now()));
  }

  private noteAgreement(): void {
    const { store, clock } = this.ctx;
    if (store.status().readOnly) return;
    store.transaction((tx) => putSyncState(tx, 'data-as-of', String(clock.now())));
  }

  private become(connection: ConnectionState): void {
    if (this.connection === connection) return;
    // Between two failed tries we are as offline as before: the line says since when.
    if (!(this.connection === 'offline' && connection === 'connecting')) {
      this.since = this.ctx.clock.now();
      this.connection = connection;
      this.ctx.emit({ event: 'changed', tables: ['connection'] });
    }
  }

  private openWake(): void {
    if (this.wakeChannel) return;
    this.wakeChannel = this.transport.openWake('/v1/wake', {
      onOpen: () => undefined,
      onMessage: (text) => {
        if (isLook(text)) this.wake();
      },
      onClose: () => {
        this.wakeChannel = null;
        if (this.connection === 'online') this.schedule(0);
      },
    });
  }
}

/** 'look', and 'hello': what happened before the channel stood was told to nobody. */
function isLook(text: string): boolean {
  try {
    return wakeMessage.parse(JSON.parse(text)).type !== 'heartbeat';
  } catch {
    // Not a word of the protocol: look all the same, it costs one question.
    return true;
  }
}

function stateAfter(error: unknown): ConnectionState {
  if (error instanceof TransportError)
    return error.failure === 'refused' || error.failure === 'untrusted' ? 'refused' : 'offline';
  return error instanceof HubRefusal && error.answerClass !== 'retry-later' ? 'refused' : 'offline';
}
