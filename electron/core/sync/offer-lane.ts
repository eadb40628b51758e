import { moveDelivery } from '#shared/domain/delivery-state.ts';
import { isVerdictOn, MAX_BATCH, offerResponse, type Verdict } from '#shared/protocol/acceptance.ts';
import { isDecided } from '#shared/protocol/answers.ts';
import { settleAsSent } from '../messages/after-restore.ts';
import { applyVerdict, refuseItem, type VerdictEffect } from '../messages/apply-verdict.ts';
import { hasComeBack } from '../sharing/arrivals-of.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { olderCopy } from '../store/tables/contact.ts';
import { isBehindAnother, isFollowedByNumbered } from '../store/tables/conversation-order.ts';
import {
  dueOutboxItems,
  isAnythingToLeave,
  isCarriedSince,
  isPutOff,
  markSending,
  numberedOutboxItems,
  type OutboxRecord,
  outboxItemById,
  releaseNumbersAfter,
  updateOutboxItem,
} from '../store/tables/outbox.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { putSyncState } from '../store/tables/sync-state.ts';
import { areFilesAtHub, forgetUploaded } from '../store/tables/uploads.ts';
import { askedToWait, backOff } from './back-off.ts';
import { syncDirectory } from './directory-lane.ts';
import { notAHub } from './hub-api.ts';
import { type EnvelopeContent, makeEnvelope } from './make-envelope.ts';
import { givenBefore, goOnFrom, highestSequence, lastSequence, takeNumbersBack } from './offer-again.ts';
import { noteOlderCopy } from './older-copy-note.ts';
import { outgoingContent } from './outgoing-content.ts';
import { pullStream } from './pull-lane.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';

/** Few enough that an urgent item does not wait long behind a request on a line that has just become narrow. */
const MOST = Math.min(20, MAX_BATCH);
/** What one request may take on this line (ms): so long at most does an urgent item wait behind what is under way. */
const BATCH_MS = 10_000;
/** What the hub may need for a full batch (ms). */
const HUB_MS = 30_000;

/**
 * Sends what waits, urgent before routine, as much at a time as the line carries in a few seconds.
 *
 *   waiting ──files at the hub, sealed, numbered, signed──> sending ──verdict──> sent | needs attention | waiting again
 *
 * A number is given only to what goes with the next request, so that what is more urgent never finds the numbers given away. Once an
 * item has its number, the same bytes are offered until the hub has decided.
 * @param between what comes first goes here, after each request
 */
export async function offerOutbox(ctx: SyncContext, between?: () => Promise<void>): Promise<void> {
  for (let more = true; more; ) {
    ctx.stopped.throwIfAborted();
    const { paused, onlyUrgent } = sendRules(ctx.store.read);
    if (paused || olderCopy(ctx.store.read) || !isAnythingToLeave(ctx.store.read)) return;
    const sealedBefore = numberedOutboxItems(ctx.store.read, MOST).at(-1)?.sequence ?? 0;
    await fillBatch(ctx, onlyUrgent !== null, sealedBefore);
    const offered = await offerBatch(ctx, sealedBefore);
    await between?.();
    more = offered.more || offered.sealAnew;
    // What is sealed anew is sealed to the keys as they are now.
    if (offered.sealAnew) await syncDirectory(ctx);
    // What an old bundle has brought the hub is not offered again.
    if (offered.lookFirst) await pullStream(ctx);
  }
}

/** Gives numbers until the next request is full. */
async function fillBatch(ctx: SyncContext, onlyUrgent: boolean, sealedBefore: number): Promise<void> {
  const { read } = ctx.store;
  const now = ctx.clock.now();
  const numbered = numberedOutboxItems(read, MOST);
  if (numbered[0] && isPutOff(numbered[0].nextAttemptAt, now)) return;
  let count = numbered.length;
  let room = ctx.api.line.bytesIn(BATCH_MS) - numbered.reduce((sum, item) => sum + sizeOf(item), 0);
  for (const item of dueOutboxItems(read, now, onlyUrgent)) {
    if (count >= MOST || (count > 0 && room <= 0)) return;
    if (!isReady(ctx, item, sealedBefore)) continue;
    await prepare(ctx, item);
    const made = outboxItemById(read, item.id);
    if (!made?.envelope) continue;
    count += 1;
    room -= sizeOf(made);
  }
}

const sizeOf = ({ envelope }: OutboxRecord): number => envelope?.length ?? 0;

function isReady({ store }: SyncContext, item: OutboxRecord, sealedBefore: number): boolean {
  if (item.kind === 'check') return false;
  if (item.kind === 'message' && isBehindAnother(store.read, item.refId, sealedBefore)) return false;
  return areFilesAtHub(store.read, item);
}

/**
 * Gives an item its number and its envelope. What this item alone suffers from is written to it, and holds up no other.
 * @param state waiting: it goes into a bundle first, and by the line if that comes back before
 */
export async function prepare(
  ctx: SyncContext,
  item: OutboxRecord,
  state: 'sending' | 'waiting' = 'sending',
): Promise<void> {
  try {
    const content = outgoingContent(ctx, item);
    if (content) await ctx.numbering.run(() => numberAndSeal(ctx, item, content, state));
    else closeUnsent(ctx, item);
  } catch (error) {
    if (ctx.stopped.aborted || ctx.store.status().readOnly) throw error;
    ctx.log.error('an outbox item could not be made ready', error);
    ctx.store.transaction((tx) => {
      const current = outboxItemById(tx, item.id);
      if (current?.state === 'waiting') refuseItem(recording(ctx, tx), current, 'cannot-be-made', '');
    });
  }
}

/** Nobody is left whom the keys of the bureau could be handed to: there is nothing for a person to decide. */
function closeUnsent({ store, clock }: SyncContext, { id }: OutboxRecord): void {
  store.transaction((tx) => updateOutboxItem(tx, id, { state: 'withdrawn' }, clock.now()));
}

async function numberAndSeal(
  ctx: SyncContext,
  item: OutboxRecord,
  content: EnvelopeContent,
  state: 'sending' | 'waiting',
): Promise<void> {
  const sequence = lastSequence(ctx.store.read) + 1;
  const made = await makeEnvelope(ctx, content, sequence);
  const now = ctx.clock.now();
  ctx.store.transaction((tx) => {
    // Somebody may have withdrawn or paused it meanwhile, or it has its number from a bundle; then this number stays free.
    const current = outboxItemById(tx, item.id);
    if (current?.state !== 'waiting' || current.pausedAt !== null || current.envelope !== null) return;
    if (!made.ok) {
      // The bureau's keys are on their way, in its stream or by a person: it waits for them.
      if (made.error.reason === 'key-not-held') return;
      refuseItem(recording(ctx, tx), current, 'no-key', made.error.bureau);
      return;
    }
    const { id: envelopeId } = made.value;
    const envelope = JSON.stringify(made.value);
    updateOutboxItem(
      tx,
      item.id,
      { state, envelopeId, sequence, envelope, attempts: item.attempts + (state === 'sending' ? 1 : 0) },
      now,
    );
    putSyncState(tx, 'last-sequence', String(sequence));
  });
}

interface Offered {
  /** The hub decided about all that was offered: there may be more. */
  readonly more: boolean;
  /** Something was sealed to a key that is none of its bureau any more. */
  readonly sealAnew: boolean;
  /** Something bore a number under which the hub has what an old bundle brought. */
  readonly lookFirst: boolean;
}

const NOTHING_OFFERED: Offered = { more: false, sealAnew: false, lookFirst: false };

/** Offers the oldest numbered envelopes. */
async function offerBatch(ctx: SyncContext, sealedBefore: number): Promise<Offered> {
  const items = nextBatch(ctx, sealedBefore);
  const [first] = items;
  // Numbers must arrive in order: what follows an item that was put off waits with it.
  if (!first || isPutOff(first.nextAttemptAt, ctx.clock.now())) return NOTHING_OFFERED;
  const again = items.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  if (again.length > 0) ctx.store.transaction((tx) => markSending(tx, again, ctx.clock.now()));
  const body = `{"envelopes":[${items.map(({ envelope }) => envelope).join(',')}]}`;
  const { verdicts } = await ctx.api.postText('/v1/envelopes', body, offerResponse, HUB_MS);
  if (!verdicts.every((verdict, index) => isVerdictOn(items[index]?.envelopeId ?? null, verdict))) throw notAHub();
  return ctx.store.transaction((tx) => settleAll(ctx, tx, items, verdicts));
}

/**
 * As many as the line carries, at least one, up to the first whose files have to be brought to the hub once more, or that follows in its
 * conversation what was sealed at another time: that may be refused for its key.
 */
function nextBatch({ api, store: { read } }: SyncContext, sealedBefore: number): OutboxRecord[] {
  const numbered = numberedOutboxItems(read, MOST);
  let room = api.line.bytesIn(BATCH_MS);
  const waits = (item: OutboxRecord, index: number) => {
    room -= sizeOf(item);
    return (index > 0 && (room < 0 || isBehindInBatch(read, item, sealedBefore))) || !areFilesAtHub(read, item);
  };
  const fits = numbered.findIndex(waits);
  return fits === -1 ? numbered : numbered.slice(0, fits);
}

/** What was sealed just now is not: it was not given a number if it were (isReady). */
const isBehindInBatch = (db: ReadDb, { kind, refId, sequence }: OutboxRecord, sealedBefore: number): boolean =>
  kind === 'message' && sequence !== null && sequence <= sealedBefore && isBehindAnother(db, refId, sequence - 1);

/** Writes down what the hub said; where it did not decide about all, what follows waits too. */
function settleAll(
  ctx: SyncContext,
  tx: WriteDb,
  items: readonly OutboxRecord[],
  verdicts: readonly Verdict[],
): Offered {
  let isHeldUp = false;
  const settled = items.map((item, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined) return { isDecided: false, effect: 'nothing' };
    const isBehind = isHeldUp && verdict.code === 'sequence-gap';
    isHeldUp ||= !isDecided(verdict.code);
    const effect = isBehind ? waitItsTurn(ctx, tx, item) : settle(ctx, tx, item, verdict);
    return { isDecided: isDecided(verdict.code), effect };
  });
  const unsealed = items.filter((_, index) => settled[index]?.effect === 'seal-anew');
  if (unsealed.some(({ kind, refId }) => kind === 'message' && isFollowedByNumbered(tx, refId)))
    takeNumbersBack(tx, ctx.clock.now());
  return {
    more: settled.every((one) => one.isDecided),
    sealAnew: unsealed.length > 0,
    lookFirst: settled.some(({ effect }) => effect === 'number-taken'),
  };
}

type Effect = VerdictEffect | 'number-taken';

/** Nothing is the matter with it: what goes before it waits, and it is to wait no longer than that. */
function waitItsTurn({ clock }: SyncContext, tx: WriteDb, item: OutboxRecord): Effect {
  const state = moveDelivery(item.state, 'retry') ?? item.state;
  updateOutboxItem(tx, item.id, { state, nextAttemptAt: null }, clock.now());
  return 'retry';
}

function settle(ctx: SyncContext, tx: WriteDb, item: OutboxRecord, verdict: Verdict): Effect {
  if (verdict.code === 'sequence-used') return giveOtherNumber(ctx, tx, item, verdict);
  // A colleague has offered it to a hub that had lost it (offer-lost.ts), or an older copy offers what left under another number.
  if (verdict.code === 'id-reused' && verdict.details?.before !== 'refused' && hasComeBack(tx, item)) {
    settleAsSent(recording(ctx, tx), item, null);
    return 'nothing';
  }
  const retryAt = ctx.clock.now() + backOff(ctx, item.attempts, askedToWait(verdict.retryAfter));
  const effect = applyVerdict(recording(ctx, tx), item.id, verdict, retryAt);
  if (verdict.code === 'blob-incomplete') forgetUploaded(tx, item.id);
  if (usesUpNoNumber(verdict)) giveNumberAgain(tx, item, ctx.clock.now());
  return effect;
}

/** The number was taken back once, and what bore it before may have come to the hub by a bundle since. */
const isGivenOnceMore = (db: ReadDb, { sequence }: OutboxRecord): boolean =>
  sequence !== null && sequence <= givenBefore(db);

/**
 * The hub has something else under this number: what an old bundle brought, or what left after this copy of the store was taken. A bundle that
 * the copy has written may have hidden that from the contacts, which see only how far the count is.
 */
function giveOtherNumber(ctx: SyncContext, tx: WriteDb, item: OutboxRecord, { details }: Verdict): Effect {
  const state = moveDelivery(item.state, 'retry') ?? item.state;
  const now = ctx.clock.now();
  const taken = { state, envelope: null, sequence: null, nextAttemptAt: null, takenBackAt: now };
  updateOutboxItem(tx, item.id, taken, now);
  // No number beyond these was ever given, whatever the hub says.
  const expected = Math.min(Number(details?.expected) || 1, highestSequence(tx) + 1);
  if (!isGivenOnceMore(tx, item)) {
    const sentSince = Math.max(1, expected - (item.sequence ?? expected));
    noteOlderCopy(ctx, tx, { lastContactAt: null, sentSince, byNumber: true });
  }
  goOnFrom(tx, expected);
  return 'number-taken';
}

/** What the hub could not even attribute to this workstation has not used its number up (docs/protocol.md, "Offering"). */
const usesUpNoNumber = ({ id, code }: Verdict): boolean =>
  code === 'sender-mismatch' || (code === 'malformed' && id === null);

/**
 * The number goes to another item, and those that have later ones are numbered anew: none of them has been decided. What a bundle has
 * carried may be: it keeps its number and its bytes.
 */
export function giveNumberAgain(tx: WriteDb, { sequence }: OutboxRecord, now: number): void {
  if (sequence === null || isCarriedSince(tx, sequence)) return;
  releaseNumbersAfter(tx, sequence, false, now);
  putSyncState(tx, 'last-sequence', String(sequence - 1));
}
