import { type StreamItem, streamPage } from '#shared/protocol/stream.ts';
import { applyReceipt } from '../messages/apply-receipt.ts';
import { receiveMessage } from '../messages/receive-message.ts';
import type { WriteDb } from '../store/database.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { keepUnreadable } from '../store/tables/unreadable-envelopes.ts';
import { workstationById } from '../store/tables/workstations.ts';
import { syncDirectory } from './directory-lane.ts';
import { type Opened, openEnvelope, type Unreadable } from './open-envelope.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';

const PAGE = 50;

interface Arrived {
  readonly item: StreamItem;
  readonly opened: Opened;
}

/** Takes in the bureau's stream from where this workstation stands; the cursor moves in the transaction of the rows. */
export async function pullStream(ctx: SyncContext): Promise<void> {
  for (;;) {
    const after = Number(syncState(ctx.store.read, 'stream-cursor') ?? 0);
    const epoch = syncState(ctx.store.read, 'epoch');
    const from = `/v1/stream?after=${after}&limit=${PAGE}${epoch ? `&epoch=${epoch}` : ''}`;
    const page = await ctx.api.get(from, streamPage, ctx.stopped);
    await knowSenders(ctx, page.items);
    const arrived: Arrived[] = [];
    for (const item of page.items) arrived.push({ item, opened: await openEnvelope(ctx, item.envelope) });
    const cursor = page.items.at(-1)?.number ?? page.resumeAfter;
    if (cursor !== after || page.epoch !== epoch) takeIn(ctx, arrived, cursor, page.epoch);
    tellArrivals(ctx, arrived);
    if (cursor >= page.head || page.items.length === 0) return;
  }
}

/** A workstation enrolled since the directory was last fetched has signed something: fetch it before judging the signature. */
async function knowSenders(ctx: SyncContext, items: readonly StreamItem[]): Promise<void> {
  const unknown = items.some(({ envelope }) => !workstationById(ctx.store.read, envelope.from.workstation));
  if (unknown) await syncDirectory(ctx);
}

function takeIn(ctx: SyncContext, arrived: readonly Arrived[], cursor: number, epoch: string): void {
  ctx.store.transaction((tx) => {
    for (const one of arrived) if (!isOurOwn(ctx, one)) takeInOne(tx, ctx, one);
    putSyncState(tx, 'stream-cursor', String(cursor));
    putSyncState(tx, 'epoch', epoch);
  });
}

/** What this workstation sent comes back in its bureau's stream; it has it already. */
const isOurOwn = ({ identity }: SyncContext, { item }: Arrived): boolean =>
  item.envelope.from.workstation === identity.workstationId;

function takeInOne(tx: WriteDb, ctx: SyncContext, { item, opened }: Arrived): void {
  const { id: envelopeId, from, to } = opened.envelope;
  const rec = recording(ctx, tx);
  if (opened.kind === 'message') {
    const { bureau: ownBureau } = ctx.identity;
    const { body } = opened;
    receiveMessage(rec, { ownBureau, envelopeId, from: from.bureau, to, streamNumber: item.number, body });
  } else if (opened.kind === 'receipt') applyReceipt(rec, from.bureau, opened.body);
  else keepWhatCannotBeRead(tx, ctx, item.number, opened);
}

function keepWhatCannotBeRead(
  tx: WriteDb,
  ctx: SyncContext,
  streamNumber: number,
  { envelope, reason }: Unreadable,
): void {
  ctx.log.error(`an envelope could not be read: ${reason}`);
  keepUnreadable(tx, {
    streamNumber,
    envelopeId: envelope.id,
    fromBureau: envelope.from.bureau,
    reason,
    envelope: JSON.stringify(envelope),
    at: ctx.clock.now(),
  });
}

function tellArrivals(ctx: SyncContext, arrived: readonly Arrived[]): void {
  for (const one of arrived) {
    if (one.opened.kind !== 'message' || isOurOwn(ctx, one)) continue;
    const { priority, from } = one.opened.envelope;
    ctx.emit({ event: 'message-arrived', priority, from: from.bureau });
  }
}
