import type { ArrivingEnvelope } from '#shared/protocol/envelope.ts';
import { isWaitingForKeys } from '../bureau-keys/own-key.ts';
import { receiveKeys } from '../bureau-keys/receive-keys.ts';
import { noteSentElsewhere } from '../messages/after-restore.ts';
import { applyEarlyReceipts } from '../messages/early-receipts.ts';
import { type IncomingMessage, receiveMessage } from '../messages/receive-message.ts';
import { takeBackMessage } from '../messages/take-back-message.ts';
import { takeReceipt } from '../messages/take-receipt.ts';
import { noteToldByColleague } from '../messages/told-by-colleague.ts';
import { applyEntries } from '../sharing/apply-entries.ts';
import { arrivalsOf } from '../sharing/arrivals-of.ts';
import type { PartwiseDb, WriteDb } from '../store/database.ts';
import { keepUnreadable } from '../store/tables/unreadable-envelopes.ts';
import type { Opened, Unreadable } from './open-envelope.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';

type OpenedMessage = Extract<Opened, { kind: 'message' }>;
type OpenedChanges = Extract<Opened, { kind: 'record-changes' }>;

/** An envelope that came by the bureau's stream, and what was in it. */
export interface Arrived {
  readonly item: { readonly number: number; readonly envelope: ArrivingEnvelope };
  /** It came while this workstation had no key for it: others of the bureau have taken it in long since. */
  readonly wasKept?: boolean;
  /** People are told of it. */
  readonly isNews?: boolean;
  /** When its sender is told that it arrived; null = at once. */
  readonly acknowledgeAt?: number | null;
  readonly opened: Opened;
}

/**
 * What cannot be written down is kept as it came and shown to a person: it must not keep back what stands behind it in the stream.
 * @param first goes with it: both, or neither
 */
export function takeOrSetAside(
  tx: PartwiseDb,
  ctx: SyncContext,
  one: Arrived,
  first?: (part: WriteDb) => void,
): Arrived {
  try {
    tx.attempt((part) => {
      first?.(part);
      takeOne(part, ctx, one);
    });
    return one;
  } catch (error) {
    ctx.log.error('what arrived could not be written down', error);
    const opened: Unreadable = { kind: 'unreadable', envelope: one.opened.envelope, reason: 'not-taken-in' };
    keepWhatCannotBeRead(tx, ctx, one.item.number, opened);
    return { ...one, opened };
  }
}

/** Under which names it is known what this brought (store/tables/arrivals.ts). */
export function arrivalsIn(opened: Opened): string[] {
  if (opened.kind === 'record-changes') return arrivalsOf(opened.body).map(({ id }) => id);
  return opened.kind === 'message' || opened.kind === 'receipt' ? [opened.envelope.id] : [];
}

function takeOne(tx: WriteDb, ctx: SyncContext, one: Arrived): void {
  if (isOurOwn(ctx, one) && one.opened.kind !== 'unreadable')
    noteSentElsewhere(recording(ctx, tx), one.item.envelope.id, one.item.envelope.sequence);
  // The keys it handed over are taken in by their sender as by all others: so each knows who has them.
  if (one.opened.kind === 'bureau-keys')
    receiveKeys(recording(ctx, tx), ctx.identity, one.opened.envelope, one.opened.body);
  else if (isOurOwn(ctx, one)) takeBackOne(tx, ctx, one);
  else takeInOne(tx, ctx, one);
}

const isOurOwn = ({ identity }: SyncContext, { item }: Arrived): boolean =>
  item.envelope.from.workstation === identity.workstationId;

/** What this workstation sent comes back in its bureau's stream. It has it already, unless it was put back to an older copy. */
function takeBackOne(tx: WriteDb, ctx: SyncContext, arrived: Arrived): void {
  const { item, opened } = arrived;
  const rec = recording(ctx, tx);
  if (opened.kind === 'message') {
    takeBackMessage(rec, incoming(ctx, arrived, opened));
    applyEarlyReceipts(rec, opened.envelope.id);
  }
  if (opened.kind === 'record-changes') takeInChanges(tx, ctx, item, opened);
  // It was sent before the bureau's keys were here: its place in the stream is noted when they come.
  if (opened.kind === 'unreadable') keepWhatCannotBeRead(tx, ctx, item.number, opened);
}

function takeInOne(tx: WriteDb, ctx: SyncContext, arrived: Arrived): void {
  const { item, opened } = arrived;
  const { from } = opened.envelope;
  const rec = recording(ctx, tx);
  if (opened.kind === 'message') {
    if (from.bureau === ctx.identity.bureau) noteSentElsewhere(rec, opened.envelope.id);
    receiveMessage(rec, incoming(ctx, arrived, opened));
    applyEarlyReceipts(rec, opened.envelope.id);
  } else if (opened.kind === 'receipt') {
    // What the own bureau says of what it received is for others.
    if (from.bureau === ctx.identity.bureau) noteToldByColleague(rec, opened.body);
    else takeReceipt(rec, from.bureau, opened.body, { envelopeId: opened.envelope.id, streamNumber: item.number });
  } else if (opened.kind === 'record-changes') takeInChanges(tx, ctx, item, opened);
  else if (opened.kind === 'unreadable') {
    // A colleague signed it, though the keys that open it are still to come: what waits here under its identifier has gone.
    const isOfColleague = from.bureau === ctx.identity.bureau && opened.reason === 'not-for-us';
    if (isOfColleague) noteSentElsewhere(rec, opened.envelope.id);
    keepWhatCannotBeRead(tx, ctx, item.number, opened);
  }
}

function takeInChanges(
  tx: WriteDb,
  ctx: SyncContext,
  { number: streamNumber }: Arrived['item'],
  { envelope, body }: OpenedChanges,
): void {
  const rec = recording(ctx, tx);
  noteSentElsewhere(rec, envelope.id);
  applyEntries(rec, body, { workstation: envelope.from.workstation, streamNumber });
}

function incoming(
  { identity }: SyncContext,
  { item, wasKept = false, acknowledgeAt = null }: Arrived,
  { envelope, body }: OpenedMessage,
): IncomingMessage {
  const { id: envelopeId, from, to } = envelope;
  const what = { envelopeId, from: from.bureau, to, streamNumber: item.number, body };
  return { ...what, ownBureau: identity.bureau, isAcknowledged: wasKept, acknowledgeAt };
}

function keepWhatCannotBeRead(
  tx: WriteDb,
  ctx: SyncContext,
  streamNumber: number,
  { envelope, reason }: Unreadable,
): void {
  // Without the bureau's keys nothing opens, and nothing is amiss: it is opened when they come.
  if (reason !== 'not-for-us' || !isWaitingForKeys(tx, ctx.identity))
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
