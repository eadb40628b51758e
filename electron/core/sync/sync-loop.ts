import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckDetail, CheckQuestion } from '#shared/ipc/checks.ts';
import type { ConnectionState } from '#shared/ipc/outbox.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { recordResponse } from '#shared/protocol/checks.ts';
import type { WakeMessage } from '#shared/protocol/wake.ts';
import type { BundleWork } from '../bundles/bundle-work.ts';
import { StoreReadOnlyError } from '../store/database.ts';
import { earliestNextAttempt, isAnythingBeingSent, returnSendingToWaiting } from '../store/tables/outbox.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { askedToWait, backOff } from './back-off.ts';
import { CheckTurns } from './check-lane.ts';
import { ClockWatch } from './clock-set-back.ts';
import { makeContact } from './contact-lane.ts';
import { CopyLane } from './copy-lane.ts';
import { syncDirectory } from './directory-lane.ts';
import { watchHubHistory } from './history-lane.ts';
import { HubRefusal } from './hub-api.ts';
import { keepKeysInOrder, registerWhenHandedOver } from './key-lane.ts';
import { offerOutbox } from './offer-lane.ts';
import { offerRecords } from './offer-records-lane.ts';
import { PresenceWatch } from './presence-watch.ts';
import { pullStream, type Standing, standingOf } from './pull-lane.ts';
import { forgetRevoked, noteRevoked } from './revoked-note.ts';
import type { SyncContext } from './sync-context.ts';
import type { AskProblem, ConnectionStatus, FetchedRecord, SyncEngine } from './sync-engine.ts';
import type { Timers } from './timers.ts';
import { Transfers } from './transfers.ts';
import { type HubTransport, TransportError } from './transport.ts';
import { WakeWatch } from './wake-watch.ts';

/** Looks without being told to, in case a wake-up was lost (ms). */
const LOOK_EVERY_MS = 60_000;
/** A clock further off than this is worth a warning (ms). */
const CLOCK_WORTH_A_WARNING_MS = 2 * 60_000;

/**
 * When to talk to the hub, and what we know of the line.
 *
 *             round ends well                    round fails
 *   connecting ───────────> online        any ──────────────> offline | refused | untrusted | not understood | own fault
 *        ^                    │ wake, new outbox row, minute    │ back-off with full jitter, "try now"
 *        └────── round ───────┴─────────────────────────────────┘
 *
 * One round: directory → contact → checks → bureau keys → outbox → stream → outbox → hub's history. The first two are left out where they said
 * within the last minute what they will say again (see isMet). A round never runs beside another; what is large is carried beside the rounds
 * (transfers.ts). Where the hub says when to come again, nothing but a person asks it before.
 */
export class SyncLoop implements SyncEngine {
  private connection: ConnectionState = 'connecting';
  private since: number;
  private refusal: ConnectionStatus['refusal'] = null;
  private failures = 0;
  private running = false;
  private roundBeganAt = 0;
  private again = false;
  /** Somebody has put something into the outbox since it last had its turn. */
  private isNewThere = false;
  private readonly checks: CheckTurns;
  private readonly clockWatch: ClockWatch;
  /** What the hub called during the round that is under way. */
  private calls: (WakeMessage | null)[] = [];
  /** By the clock that only runs (ms): when the directory and the contact last had their turn and all was well; null = they are due. */
  private metAt: number | null = null;
  /** By the clock here (ms): when the last round ended well. */
  private agreedAt: number | null = null;
  /** By the clock that only runs (ms): what the hub asked for with Retry-After, and a little more that differs from one to the other. */
  private notBefore = 0;
  private callOffTimer: () => void = () => undefined;
  private readonly transfers: Transfers;
  private readonly wakeWatch: WakeWatch;
  readonly presence: PresenceWatch;
  private readonly stopListening: () => void;

  constructor(
    private readonly ctx: SyncContext,
    private readonly transport: HubTransport,
    private readonly timers: Timers,
    private readonly stop: AbortController,
    readonly bundles: BundleWork,
  ) {
    this.since = ctx.clock.now();
    this.checks = new CheckTurns(ctx);
    this.clockWatch = new ClockWatch(ctx);
    this.transfers = new Transfers(ctx, {
      timers,
      copies: new CopyLane(ctx),
      isOnline: () => this.connection === 'online',
      onUploaded: () => this.lookSoon(),
      onRefused: () => this.meetSoon(),
    });
    this.presence = new PresenceWatch(ctx, timers);
    this.wakeWatch = new WakeWatch({
      random: ctx.random,
      transport,
      timers,
      onCall: (call) => this.hear(call),
      onBroken: () => this.meetSoon(),
      presence: this.presence,
    });
    this.stopListening = ctx.store.onCommit((tables) => {
      if (!tables.has('outbox') || ctx.ownCommit.isUnderWay) return;
      this.isNewThere = true;
      this.checks.noteNew();
      this.lookSoon();
    });
  }

  start(): void {
    ifTheDiskTakesIt(() => this.returnToWaiting());
    this.schedule(0);
  }

  status(): ConnectionStatus {
    const asOf = this.agreedAt ?? syncState(this.ctx.store.read, 'data-as-of');
    const off = this.ctx.api.clockOff;
    return {
      connection: this.connection,
      since: this.since,
      refusal: this.refusal,
      dataAsOf: asOf === null ? null : Number(asOf),
      clockOff: off !== null && Math.abs(off) > CLOCK_WORTH_A_WARNING_MS ? off : null,
    };
  }

  wake(): void {
    this.failures = 0;
    this.notBefore = 0;
    this.transfers.kick(true);
    this.meetSoon();
  }

  async fetchRecord(
    database: CheckQuestion['database'],
    recordId: Candidate['recordId'],
    purpose: CheckDetail['purpose'],
    signal: AbortSignal,
  ): Promise<Result<FetchedRecord, AskProblem>> {
    const path = `/v1/checks/${database}/records/${encodeURIComponent(recordId)}?purpose=${purpose}`;
    try {
      const answer = await this.ctx.api.askDatabase({ path, signal }, recordResponse);
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
    this.transfers.close();
    this.presence.close();
    this.wakeWatch.close();
    this.transport.close();
  }

  /** A round that is under way may bring what the hub calls for: it is asked about at its end. */
  private hear(call: WakeMessage | null): void {
    if (this.stop.signal.aborted) return;
    if (!isOfStream(call, standingOf(this.ctx.store.read))) this.metAt = null;
    if (this.running) this.calls.push(call);
    else if (isNews(call, standingOf(this.ctx.store.read))) this.schedule(0);
  }

  /** At once, or after the round that is under way; while the hub is not reached, as the back-off has it. */
  private lookSoon(): void {
    if (this.running) this.again = true;
    else this.schedule(0);
  }

  /** The same, and the hub is met as if for the first time: what was known of it may be over. */
  private meetSoon(): void {
    this.metAt = null;
    this.lookSoon();
  }

  private schedule(ms: number): void {
    if (this.stop.signal.aborted) return;
    this.callOffTimer();
    const wait = Math.max(ms, this.notBefore - this.ctx.monotonicMs());
    this.callOffTimer = this.timers.after(wait, () => void this.round());
  }

  private async round(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.again = false;
    this.calls = [];
    this.roundBeganAt = this.ctx.clock.now();
    const isBack = this.connection !== 'online';
    if (isBack) this.become('connecting');
    try {
      this.clockWatch.look();
      await this.exchange();
      this.wentWell(isBack);
    } catch (error) {
      this.wentWrong(error);
    } finally {
      this.running = false;
    }
  }

  private async exchange(): Promise<void> {
    const { ctx } = this;
    const { epoch } = standingOf(ctx.store.read);
    const maySend = this.isMet() || (await this.meet());
    await this.checks.take();
    if (maySend) await keepKeysInOrder(ctx);
    if (maySend) await offerRecords(ctx);
    if (maySend) await offerOutbox(ctx, () => this.checks.takeMeanwhile());
    await pullStream(ctx, () => this.sendMeanwhile(maySend));
    // The hub has been put back to a back-up: its next contact tells what it has lost.
    if (epoch !== null && standingOf(ctx.store.read).epoch !== epoch) this.meetSoon();
    await this.checks.takeWhatCame();
    if (maySend) await offerOutbox(ctx, () => this.checks.takeMeanwhile());
    // What was handed over in this round need not wait for the next.
    if (maySend) await registerWhenHandedOver(ctx);
    if (!sendRules(ctx.store.read).onlyUrgent) await watchHubHistory(ctx);
  }

  /** What is asked or sent meanwhile does not stand behind all that arrives. */
  private async sendMeanwhile(maySend: boolean): Promise<void> {
    await this.checks.takeMeanwhile();
    if (!this.isNewThere) return;
    this.isNewThere = false;
    if (maySend) await offerOutbox(this.ctx, () => this.checks.takeMeanwhile());
  }

  /**
   * Whether the hub was met within the last minute, and nothing has been heard or has failed since that could have changed what it said: a
   * round that brings one message need not ask for the directory and make a contact, each a journey on a slow line.
   */
  private isMet(): boolean {
    return this.metAt !== null && this.ctx.monotonicMs() - this.metAt < LOOK_EVERY_MS;
  }

  /** @returns whether envelopes may be sent */
  private async meet(): Promise<boolean> {
    const at = this.ctx.monotonicMs();
    await syncDirectory(this.ctx);
    if (!isAfterReaching(this.connection)) this.become('online');
    const maySend = await makeContact(this.ctx);
    const standing = standingOf(this.ctx.store.read);
    const isOver = !maySend || this.calls.some((call) => !isOfStream(call, standing));
    this.metAt = isOver ? null : at;
    return maySend;
  }

  /** @param isBack the hub was not reached before this round */
  private wentWell(isBack: boolean): void {
    if (this.stop.signal.aborted) return;
    this.become('online');
    if (isBack) this.wakeWatch.openAfresh();
    else this.wakeWatch.open();
    this.failures = 0;
    forgetRevoked(this.ctx);
    this.refusal = null;
    this.noteAgreement();
    this.transfers.kick();
    this.schedule(this.isToGoOn() ? 0 : this.untilNextLook());
  }

  private isToGoOn(): boolean {
    const standing = standingOf(this.ctx.store.read);
    return this.again || this.checks.areLeft || this.calls.some((call) => isNews(call, standing));
  }

  /** When an item that was put off is due, or a minute: whichever comes first. What was due in this round had its turn. */
  private untilNextLook(): number {
    const due = earliestNextAttempt(this.ctx.store.read, this.roundBeganAt);
    const untilDue = due === null ? LOOK_EVERY_MS : Math.max(0, due - this.ctx.clock.now());
    const untilMeeting = this.metAt === null ? LOOK_EVERY_MS : this.metAt + LOOK_EVERY_MS - this.ctx.monotonicMs();
    // A line on which a round takes a minute is not to be busy with nothing else.
    return Math.min(Math.max(untilMeeting, LOOK_EVERY_MS / 2), untilDue);
  }

  private wentWrong(error: unknown): void {
    if (this.stop.signal.aborted) return;
    this.metAt = null;
    const isKnown = error instanceof TransportError || error instanceof HubRefusal;
    if (error instanceof HubRefusal && error.code === 'workstation-revoked')
      ifTheDiskTakesIt(() => noteRevoked(this.ctx));
    if (!isKnown) this.ctx.log.error('a round of the synchronisation failed', error);
    this.refusal = error instanceof HubRefusal && stateAfter(error) === 'refused' ? error.code : null;
    this.become(stateAfter(error));
    ifTheDiskTakesIt(() => this.returnToWaiting());
    const atLeast = error instanceof HubRefusal ? askedToWait(error.retryAfter) : 0;
    if (atLeast > 0) this.notBefore = this.ctx.monotonicMs() + backOff(this.ctx, 0, atLeast);
    this.schedule(backOff(this.ctx, this.failures, atLeast));
    this.failures += 1;
  }

  /** Nothing is being sent while there is no line: what was, waits. */
  private returnToWaiting(): void {
    const { store, clock } = this.ctx;
    if (store.status().readOnly || !isAnythingBeingSent(store.read)) return;
    store.transaction((tx) => returnSendingToWaiting(tx, clock.now()));
  }

  /** On the disk, where the next start finds it, it may be a minute older. */
  private noteAgreement(): void {
    const { store, clock } = this.ctx;
    const now = clock.now();
    this.agreedAt = now;
    const kept = Number(syncState(store.read, 'data-as-of') ?? 0);
    if (store.status().readOnly || Math.abs(now - kept) < LOOK_EVERY_MS) return;
    store.transaction((tx) => putSyncState(tx, 'data-as-of', String(now)));
  }

  private become(connection: ConnectionState): void {
    if (this.connection === connection) return;
    // Between two failed tries it is as it was before: the line says since when.
    if (!(isAway(this.connection) && connection === 'connecting')) {
      this.since = this.ctx.clock.now();
      this.connection = connection;
      this.ctx.emit({ event: 'changed', tables: ['connection'] });
    }
  }
}

/**
 * Whether the hub calls for something that is not here yet. Of its streams it says how far they go: what this workstation has sent comes
 * back in its own, and is mostly there before the call.
 */
const isNews = (call: WakeMessage | null, standing: Standing): boolean =>
  !isOfStream(call, standing) || call.head > standing.after;

/** It says no more than that the stream has grown. */
const isOfStream = (call: WakeMessage | null, { epoch }: Standing): call is WakeMessage =>
  call?.type === 'look' && call.epoch === epoch;

/** The hub was not reached, or nothing came of it. */
const isAway = (connection: ConnectionState): boolean =>
  connection === 'offline' || connection === 'untrusted' || isAfterReaching(connection);

/** What goes wrong after the hub was reached: that it is reached again does not end it, a round that ends well does. */
const isAfterReaching = (connection: ConnectionState): boolean =>
  connection === 'not-understood' || connection === 'own-fault';

/** A disk that becomes full after a round has failed must not end the rounds as well: the status line says so, the next open makes up for it. */
function ifTheDiskTakesIt(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof StoreReadOnlyError)) throw error;
  }
}

function stateAfter(error: unknown): ConnectionState {
  if (error instanceof TransportError) return error.failure === 'timeout' ? 'offline' : error.failure;
  if (!(error instanceof HubRefusal)) return 'own-fault';
  if (error.code === 'not-a-hub') return 'not-understood';
  // It was reached, and will be ready: that is no want of a network.
  return error.answerClass === 'retry-later' ? 'connecting' : 'refused';
}
