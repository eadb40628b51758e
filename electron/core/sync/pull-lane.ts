import { arrivingEnvelope } from '#shared/protocol/envelope.ts';
import { type ArrivingPage, arrivingPage } from '#shared/protocol/stream.ts';
import { OPEN_KEPT } from '../bureau-keys/receive-keys.ts';
import { lookForGoneFiles } from '../files/on-demand.ts';
import { messageIdOf } from '../messages/wire-body.ts';
import { noteMissing } from '../sharing/hand-over-wants.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { forgetOldArrivals, noteLost, noteLostAfter } from '../store/tables/arrivals.ts';
import { messageById } from '../store/tables/messages.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import { forgetKept, keptEnvelopes, noteKeptLostAfter } from '../store/tables/unreadable-envelopes.ts';
import { countActiveWorkstations, workstationById } from '../store/tables/workstations.ts';
import { anyTimeUpTo } from './back-off.ts';
import { syncDirectory } from './directory-lane.ts';
import { handRecordsOver } from './hand-over-lane.ts';
import { notAHub } from './hub-api.ts';
import { openArrived, type UnreadableReason } from './open-envelope.ts';
import type { SyncContext } from './sync-context.ts';
import { type Arrived, arrivalsIn, takeOrSetAside } from './take-in-envelope.ts';

const MOST = 50;
/** What one page may take on this line (ms): what is cut off in the middle of one is asked again. */
const PAGE_MS = 10_000;
/** What an envelope takes on the line before one has come, about. Bytes. */
const ENVELOPE = 4_000;

/** Up to how long a workstation leaves it to its colleagues to say that a message arrived: for each of them, and at most (ms). */
const LISTENING_MS = 500;
const MOST_LISTENING_MS = 10_000;

/**
 * Takes in the bureau's stream from where this workstation stands; the cursor moves in the transaction of the rows.
 * @param between what comes first goes here, after each page
 */
export async function pullStream(ctx: SyncContext, between?: () => Promise<void>): Promise<void> {
  await openKept(ctx);
  let size = ENVELOPE;
  let histories = 0;
  for (;;) {
    const limit = Math.max(1, Math.min(MOST, Math.floor(ctx.api.line.bytesIn(PAGE_MS) / size)));
    const { after, epoch } = standingOf(ctx.store.read);
    const from = `/v1/stream?after=${after}&limit=${limit}${epoch ? `&epoch=${epoch}` : ''}`;
    const page = await ctx.api.get(from, arrivingPage, ctx.stopped);
    if (epoch !== null && page.epoch !== epoch) histories += 1;
    // A hub that names one history, then another, would be read from its beginning without end.
    if (!isInOrder(page, after) || histories > 1) throw notAHub();
    if (isCutShort(page, { after, epoch })) {
      goBackToBeginning(ctx, page.head);
      continue;
    }
    if (page.items.length > 0) size = JSON.stringify(page.items).length / page.items.length;
    await knowSenders(ctx, page.items);
    const taken = await takeInPage(ctx, page, { after, epoch });
    const cursor = taken?.cursor ?? standingOf(ctx.store.read).after;
    if (cursor >= page.head || page.items.length === 0) return handRecordsOver(ctx);
    await between?.();
  }
}

/** Items that went back, stood still or were jumped to would be read without end, or passed over. */
function isInOrder({ resumeAfter, items, head }: ArrivingPage, after: number): boolean {
  const numbers = [resumeAfter, ...items.map(({ number }) => number)];
  const isRising = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
  return resumeAfter <= after && isRising && (items.length === 0 || head >= (numbers.at(-1) ?? 0));
}

/**
 * The hub says that it has less than this workstation has read: its database was put back to a back-up, and nobody told it so, as no new
 * epoch shows. Which of the numbers read here stand for something else by now nobody knows.
 */
const isCutShort = (page: ArrivingPage, { after, epoch }: Standing): boolean =>
  page.epoch === epoch && page.head < after;

/** What is here already is known by its identifier, and stays as it is. */
function goBackToBeginning({ store, log }: SyncContext, head: number): void {
  log.info('the hub has less of the stream than was read here: it is read from its beginning');
  store.transaction((tx) => {
    noteHubPutBack(tx, head);
    putSyncState(tx, 'stream-cursor', '0');
  });
}

/** The hub has lost what came after a number here, and has again what it had when the back-up was made. */
function noteHubPutBack(tx: WriteDb, partedAt: number): void {
  noteLostAfter(tx, partedAt);
  noteKeptLostAfter(tx, partedAt);
  lookForGoneFiles(tx);
}

/** Where this workstation stands in its bureau's stream. */
export interface Standing {
  readonly after: number;
  readonly epoch: string | null;
}

export const standingOf = (db: ReadDb): Standing => ({
  after: Number(syncState(db, 'stream-cursor') ?? 0),
  epoch: syncState(db, 'epoch'),
});

/** What a page came to. */
interface TakenPage {
  /** How far it was taken in: not to its end where keys came that open what follows. */
  readonly cursor: number;
  /** Messages that are new here. */
  readonly messages: number;
}

/**
 * Takes in one page, by the line or out of a bundle, up to the first keys that come; the senders' keys are known. A page for another
 * standing than the present one is left alone (null): the other way was faster.
 */
export async function takeInPage(ctx: SyncContext, page: ArrivingPage, from: Standing): Promise<TakenPage | null> {
  const arrived = await openPage(ctx, page.items);
  const cursor = arrived.at(-1)?.item.number ?? page.resumeAfter;
  const moves = cursor !== from.after || page.epoch !== from.epoch;
  if (isBegunLater(page, from)) ctx.store.transaction(noteMissing);
  // Of a history that shares nothing with the one followed here: what the hub has let go of by itself, because everybody had it, is not lost.
  const partedAt = page.resumeAfter || (page.items[0]?.number ?? page.head + 1) - 1;
  const to = { after: cursor, epoch: page.epoch, partedAt };
  const taken = moves ? takeIn(ctx, arrived, to, from) : arrived;
  if (!taken) return null;
  const messages = tellArrivals(ctx, taken);
  await openKept(ctx);
  return { cursor, messages };
}

/** Up to the first keys that come: what follows them is opened with them. */
async function openPage(ctx: SyncContext, items: ArrivingPage['items']): Promise<Arrived[]> {
  const arrived: Arrived[] = [];
  for (const item of items) {
    const opened = await openArrived(ctx, item.envelope);
    arrived.push({ item, opened });
    if (opened.kind === 'bureau-keys') break;
  }
  return arrived;
}

/** What keys, or a version of the application, that come later may open. */
const OPENS_LATER: readonly UnreadableReason[] = ['not-for-us', 'unknown-kind', 'unknown-body', 'not-taken-in'];

/** Keys have come, or another version: what was kept because nothing opened it is tried again, in its order, and taken in as if it came now. */
async function openKept(ctx: SyncContext): Promise<void> {
  const { store } = ctx;
  if (syncState(store.read, OPEN_KEPT) === null) return;
  let keysCame = false;
  for (const { number, streamNumber, reason, envelope: json, lost } of keptEnvelopes(store.read, OPENS_LATER)) {
    const item = { number: streamNumber, envelope: arrivingEnvelope.parse(JSON.parse(json)) };
    const opened = await openArrived(ctx, item.envelope);
    if (opened.kind === 'unreadable') continue;
    const arrived = { item, opened, wasKept: reason === 'not-for-us' };
    const taken = store.transaction((tx) => {
      const one = takeOrSetAside(tx, ctx, arrived, (part) => forgetKept(part, number));
      // It came before the hub was put back: whatever it brought is still to come again.
      if (lost) for (const id of arrivalsIn(opened)) noteLost(tx, id);
      return one;
    });
    keysCame ||= taken.opened.kind === 'bureau-keys';
  }
  // They may open what was passed over before them.
  if (keysCame) return openKept(ctx);
  store.transaction((tx) => forgetSyncState(tx, [OPEN_KEPT]));
}

/** A workstation enrolled since the directory was last fetched has signed something: fetch it before judging the signature. */
async function knowSenders(ctx: SyncContext, items: ArrivingPage['items']): Promise<void> {
  const unknown = items.some(({ envelope }) => !workstationById(ctx.store.read, envelope.from.workstation));
  if (unknown) await syncDirectory(ctx);
}

/** What came before is gone: the hub has let go of it before this workstation joined. */
const isBegunLater = ({ items, head }: ArrivingPage, { after, epoch }: Standing): boolean =>
  epoch === null && after === 0 && (items[0]?.number ?? head + 1) > 1;

function takeIn(
  ctx: SyncContext,
  arrived: readonly Arrived[],
  to: Standing & { readonly epoch: string; readonly partedAt: number },
  from: Standing,
): Arrived[] | null {
  return ctx.store.transaction((tx) => {
    const now = standingOf(tx);
    if (now.after !== from.after || now.epoch !== from.epoch) return null;
    if (from.epoch !== null && from.epoch !== to.epoch) noteHubPutBack(tx, to.partedAt);
    const at = acknowledgeAt(ctx);
    const taken = arrived.map((one) =>
      takeOrSetAside(tx, ctx, { ...one, isNews: isNews(tx, ctx, one), acknowledgeAt: at }),
    );
    putSyncState(tx, 'stream-cursor', String(to.after));
    putSyncState(tx, 'epoch', to.epoch);
    forgetOldArrivals(tx, to.after);
    return taken;
  });
}

/** A message to this bureau that is not here yet: not one that comes once more, nor what a colleague sent. */
function isNews(tx: ReadDb, { identity }: SyncContext, { opened }: Arrived): boolean {
  if (opened.kind !== 'message' || opened.envelope.from.bureau === identity.bureau) return false;
  return messageById(tx, messageIdOf(tx, opened.envelope.id)) === null;
}

/** The larger the bureau, the longer one listens before one speaks: the first to say that a message arrived says it for all. */
function acknowledgeAt(ctx: SyncContext): number | null {
  const { store, identity, clock } = ctx;
  const others = countActiveWorkstations(store.read, identity.bureau) - 1;
  const ceiling = Math.min(MOST_LISTENING_MS, others * LISTENING_MS);
  return ceiling > 0 ? clock.now() + anyTimeUpTo(ctx, ceiling) : null;
}

function tellArrivals(ctx: SyncContext, arrived: readonly Arrived[]): number {
  let count = 0;
  for (const one of arrived) {
    if (one.opened.kind !== 'message' || !one.isNews) continue;
    const { priority, from } = one.opened.envelope;
    ctx.emit({ event: 'message-arrived', priority, from: from.bureau });
    count += 1;
  }
  return count;
}
