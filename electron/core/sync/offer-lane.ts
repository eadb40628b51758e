import { MAX_BATCH, offerResponse, type Verdict } from '#shared/protocol/acceptance.ts';
import { applyVerdict } from '../messages/apply-verdict.ts';
import {
  attachEnvelope,
  envelopesUnderWay,
  isBehindAnother,
  markProblem,
  putOff,
  type SendingItem,
  waitingItems,
} from '../store/tables/outbox-sending.ts';
import { readSyncNumber, writeSyncState } from '../store/tables/sync-state.ts';
import { backOff } from './back-off.ts';
import { HubRefusal } from './hub-api.ts';
import { makeEnvelope } from './make-envelope.ts';
import { outgoingContent } from './outgoing-content.ts';
import type { SyncContext } from './sync-context.ts';
import { TransportError } from './transport.ts';

/** Few enough that an urgent item does not wait long behind a batch on a slow line. */
const BATCH = Math.min(20, MAX_BATCH);

/** Items whose files are being brought to the hub: beside the others, so that a large file holds up nothing else. */
export type Preparing = Map<string, Promise<void>>;

/**
 * Sends what waits.
 *
 *   waiting ──files at the hub, sealed, numbered, signed──> sending ──verdict──> sent | needs attention | waiting again
 *
 * Once an item has its number, the same bytes are offered until the hub has decided.
 */
export async function offerOutbox(ctx: SyncContext, preparing: Preparing, onPrepared: () => void): Promise<void> {
  await prepareWaiting(ctx, preparing, onPrepared);
  for (let more = true; more; ) more = await offerBatch(ctx);
}

async function prepareWaiting(ctx: SyncContext, preparing: Preparing, onPrepared: () => void): Promise<void> {
  for (const item of waitingItems(ctx.store.read, ['message', 'receipt'], ctx.clock.now())) {
    if (preparing.has(item.id) || isBehindAnother(ctx.store.read, item)) continue;
    if (!hasFiles(ctx, item)) await prepare(ctx, item);
    else {
      const work = prepare(ctx, item).finally(() => {
        preparing.delete(item.id);
        onPrepared();
      });
      preparing.set(
        item.id,
        work.catch(() => undefined),
      );
    }
  }
}

const hasFiles = ({ store }: SyncContext, item: SendingItem): boolean =>
  store.read.get('SELECT 1 FROM message_attachments WHERE message_id = ?', [item.refId]) !== undefined;

/** Gives an item its number and its envelope. What this item alone suffers from is written to it, and holds up no other. */
async function prepare(ctx: SyncContext, item: SendingItem): Promise<void> {
  try {
    const content = await outgoingContent(ctx, item);
    await ctx.numbering.run(() => numberAndSeal(ctx, item, content));
  } catch (error) {
    if (ctx.stopped.aborted) return;
    if (error instanceof TransportError || (error instanceof HubRefusal && error.answerClass === 're-authenticate'))
      throw error;
    const later = error instanceof HubRefusal && error.answerClass === 'retry-later';
    const now = ctx.clock.now();
    if (!later) ctx.log.error('an outbox item could not be made ready', error);
    ctx.store.transaction((tx) => {
      if (later) putOff(tx, item.id, now + backOff(ctx, item.attempts, (error.retryAfter ?? 0) * 1000), now);
      else markProblem(tx, item.id, error instanceof HubRefusal ? error.code : 'cannot-be-made', '', now);
    });
  }
}

async function numberAndSeal(
  ctx: SyncContext,
  item: SendingItem,
  content: Awaited<ReturnType<typeof outgoingContent>>,
): Promise<void> {
  const sequence = readSyncNumber(ctx.store.read, 'last-sequence') + 1;
  const made = await makeEnvelope(ctx, content, sequence);
  const now = ctx.clock.now();
  ctx.store.transaction((tx) => {
    if (!made.ok) return markProblem(tx, item.id, 'no-key', made.error.bureau, now);
    const envelope = { envelopeId: made.value.id, sequence, envelope: JSON.stringify(made.value) };
    if (attachEnvelope(tx, item.id, envelope, now)) writeSyncState(tx, 'last-sequence', sequence);
  });
}

/** Offers the oldest numbered envelopes; true when there may be more. */
async function offerBatch(ctx: SyncContext): Promise<boolean> {
  const items = envelopesUnderWay(ctx.store.read, BATCH);
  if (items.length === 0) return false;
  const body = `{"envelopes":[${items.map(({ envelope }) => envelope).join(',')}]}`;
  const { verdicts } = await ctx.api.postText('/v1/envelopes', body, offerResponse, 60_000);
  return items.map((item, index) => settle(ctx, item, verdicts[index])).every(Boolean) && items.length === BATCH;
}

/** Writes the hub's decision down; false when it made none. */
function settle(ctx: SyncContext, item: SendingItem, verdict: Verdict | undefined): boolean {
  const now = ctx.clock.now();
  if (verdict && verdict.class !== 'retry-later' && verdict.class !== 're-authenticate') {
    ctx.store.transaction((tx) => applyVerdict(tx, ctx, item, verdict));
    return true;
  }
  const wait = backOff(ctx, item.attempts, (verdict?.retryAfter ?? 0) * 1000);
  ctx.store.transaction((tx) => putOff(tx, item.id, now + wait, now));
  return false;
}
