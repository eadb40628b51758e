import { MAX_BATCH, offerResponse, type Verdict } from '#shared/protocol/acceptance.ts';
import { isDecided } from '#shared/protocol/answers.ts';
import { applyVerdict, holdBack, refuseItem } from '../messages/apply-verdict.ts';
import { attachmentsOfMessage } from '../store/tables/attachments.ts';
import { isBehindAnother } from '../store/tables/conversation-order.ts';
import {
  dueOutboxItems,
  markSending,
  numberedOutboxItems,
  type OutboxRecord,
  outboxItemById,
  updateOutboxItem,
} from '../store/tables/outbox.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { backOff } from './back-off.ts';
import { HubRefusal } from './hub-api.ts';
import { type EnvelopeContent, makeEnvelope } from './make-envelope.ts';
import { outgoingContent } from './outgoing-content.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { TransportError } from './transport.ts';

/** Few enough that an urgent item does not wait long behind a batch on a slow line. */
const BATCH = Math.min(20, MAX_BATCH);
/** How far down the queue one round looks. */
const LOOK_AT = 500;

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
  for (const item of dueOutboxItems(ctx.store.read, ctx.clock.now(), LOOK_AT)) {
    if (item.kind === 'check' || item.envelope !== null || preparing.has(item.id)) continue;
    if (item.kind === 'message' && isBehindAnother(ctx.store.read, item.refId)) continue;
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

const hasFiles = ({ store }: SyncContext, item: OutboxRecord): boolean =>
  item.kind === 'message' && attachmentsOfMessage(store.read, item.refId).length > 0;

/** Gives an item its number and its envelope. What this item alone suffers from is written to it, and holds up no other. */
async function prepare(ctx: SyncContext, item: OutboxRecord): Promise<void> {
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
      const rec = recording(ctx, tx);
      const current = outboxItemById(tx, item.id);
      if (current?.state !== 'waiting') return;
      if (later) holdBack(rec, current, now + backOff(ctx, item.attempts, (error.retryAfter ?? 0) * 1000));
      else refuseItem(rec, current, error instanceof HubRefusal ? error.code : 'cannot-be-made', '');
    });
  }
}

async function numberAndSeal(ctx: SyncContext, item: OutboxRecord, content: EnvelopeContent): Promise<void> {
  const sequence = Number(syncState(ctx.store.read, 'last-sequence') ?? 0) + 1;
  const made = await makeEnvelope(ctx, content, sequence);
  const now = ctx.clock.now();
  ctx.store.transaction((tx) => {
    // Somebody may have withdrawn it meanwhile; then the number stays free.
    const current = outboxItemById(tx, item.id);
    if (current?.state !== 'waiting') return;
    if (!made.ok) {
      refuseItem(recording(ctx, tx), current, 'no-key', made.error.bureau);
      return;
    }
    const { id: envelopeId } = made.value;
    const envelope = JSON.stringify(made.value);
    updateOutboxItem(
      tx,
      item.id,
      { state: 'sending', envelopeId, sequence, envelope, attempts: item.attempts + 1 },
      now,
    );
    putSyncState(tx, 'last-sequence', String(sequence));
  });
}

/** Offers the oldest numbered envelopes; true when there may be more. */
async function offerBatch(ctx: SyncContext): Promise<boolean> {
  const items = numberedOutboxItems(ctx.store.read, BATCH);
  const [first] = items;
  // Numbers must arrive in order: what follows an item that was put off waits with it.
  if (!first || (first.nextAttemptAt ?? 0) > ctx.clock.now()) return false;
  const again = items.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  if (again.length > 0) ctx.store.transaction((tx) => markSending(tx, again, ctx.clock.now()));
  const body = `{"envelopes":[${items.map(({ envelope }) => envelope).join(',')}]}`;
  const { verdicts } = await ctx.api.postText('/v1/envelopes', body, offerResponse, 60_000);
  const decided = items.map((item, index) => {
    const verdict = verdicts[index];
    return verdict !== undefined && settle(ctx, item, verdict);
  });
  return decided.every(Boolean) && items.length === BATCH;
}

/** Writes down what the hub said of an item; false when it decided nothing, so that what follows waits too. */
function settle(ctx: SyncContext, item: OutboxRecord, verdict: Verdict): boolean {
  const retryAt = ctx.clock.now() + backOff(ctx, item.attempts, (verdict.retryAfter ?? 0) * 1000);
  ctx.store.transaction((tx) => applyVerdict(recording(ctx, tx), item.id, verdict, retryAt));
  return isDecided(verdict.code);
}
