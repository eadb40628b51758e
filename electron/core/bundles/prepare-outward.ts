import type { WorkstationId } from '#shared/lib/ids.ts';
import { type BundleFile, checkBundle } from '#shared/protocol/bundle/check-bundle.ts';
import { CHECKS_VERSION, FIRST_BUNDLE_VERSION } from '#shared/protocol/bundle/layout.ts';
import { type BundleHead, MAX_WANTED, type NewBundleRecord } from '#shared/protocol/bundle/records.ts';
import { writeBundle } from '#shared/protocol/bundle/write-bundle.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import type { CarriedCheck } from '#shared/protocol/carried-check.ts';
import type { Epoch } from '#shared/protocol/epoch.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { isSealingWaiting } from '../bureau-keys/own-key.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import { remoteOf } from '../files/arriving.ts';
import { refuseItem } from '../messages/apply-verdict.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { arrivingAttachments, attachmentById, filesOfItem } from '../store/tables/attachments.ts';
import { olderCopy } from '../store/tables/contact.ts';
import { isBehindAnother } from '../store/tables/conversation-order.ts';
import { dueOutboxItems, numberedOutboxIds, type OutboxRecord, outboxItemById } from '../store/tables/outbox.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { uploadsOf } from '../store/tables/uploads.ts';
import { prepare } from '../sync/offer-lane.ts';
import { standingOf } from '../sync/pull-lane.ts';
import { recording } from '../sync/recording.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { hubKeysOf } from '../sync/take-in-directory.ts';
import { BundleRefusal } from './bundle-refusal.ts';
import type { Following, PreparedBundle } from './bundle-work.ts';
import { checksWaiting, sealQuestion } from './carried-checks.ts';
import { counted } from './counted.ts';
import { openingKeys, outwardRecipients, requireBureauKeys } from './own-bundle-keys.ts';
import { sealedChunks, sealFilesHere } from './sealed-files.ts';

/** Whatever is put off until later: a bundle does not wait for the line. */
const ANY_TIME = Number.MAX_SAFE_INTEGER;

/**
 * Makes everything ready that waits, and says what a bundle of it will be. Numbers are given here as on the line: an item keeps its number
 * and its envelope from now on, whichever way it goes.
 */
export async function prepareOutward(ctx: SyncContext, following: Following): Promise<PreparedBundle | null> {
  requireBureauKeys(ctx);
  if (olderCopy(ctx.store.read)) throw new BundleRefusal({ code: 'bundle-older-copy' });
  await numberAll(ctx, following.signal);
  const itemIds = numberedOutboxIds(ctx.store.read);
  const waiting = checksWaiting(ctx);
  const questions = await sealQuestions(ctx, waiting);
  const checksLeft = waiting.length - questions.length;
  if (itemIds.length + questions.length === 0) return nothingToWrite(ctx);
  const head = nextHead(ctx);
  const version = questions.length > 0 ? CHECKS_VERSION : FIRST_BUNDLE_VERSION;
  const content = writeBundle(ctx, outwardRecipients(ctx), head, recordsOf(ctx, questions, itemIds), version);
  const checkIds = questions.map(({ checkId }) => checkId);
  return { head, itemIds, checkIds, checksLeft, size: sizeOf(ctx, itemIds), content: counted(content, following) };
}

/** @throws BundleRefusal where what waits only lacks the bureau's current key */
function nothingToWrite(ctx: SyncContext): null {
  const isWaiting = isSealingWaiting(ctx.store.read, ctx.identity) && unnumbered(ctx).length > 0;
  if (isWaiting) throw new BundleRefusal({ code: 'waiting-for-keys' });
  return null;
}

/** Sealed to the hub alone: while its key is not known here, they wait for the line. */
async function sealQuestions(ctx: SyncContext, waiting: readonly OutboxRecord[]): Promise<CarriedCheck[]> {
  const hub = hubKeysOf(ctx.store.read);
  const sealed: CarriedCheck[] = [];
  if (!hub) return sealed;
  for (const item of waiting) sealed.push(await sealQuestion(ctx, hub, item));
  return sealed;
}

/** An item behind another of its conversation gets its turn when that one has its number. */
async function numberAll(ctx: SyncContext, signal: AbortSignal): Promise<void> {
  for (let left = unnumbered(ctx); left.length > 0; ) {
    for (const item of left) {
      signal.throwIfAborted();
      if (item.kind === 'message' && isBehindAnother(ctx.store.read, item.refId)) continue;
      if (await haveFilesSealed(ctx, item)) await prepare(ctx, item, 'waiting');
    }
    const still = unnumbered(ctx);
    if (still.length === left.length) return;
    left = still;
  }
}

/** A file that turns out to be damaged is shown so, and keeps its message here for a person; it holds up no other. */
async function haveFilesSealed(ctx: SyncContext, item: OutboxRecord): Promise<boolean> {
  try {
    await sealFilesHere(ctx, item);
    return true;
  } catch (error) {
    if (!(error instanceof StoreDamagedError)) throw error;
    ctx.store.transaction((tx) => {
      const current = outboxItemById(tx, item.id);
      if (current?.state === 'waiting') refuseItem(recording(ctx, tx), current, 'file-damaged', '');
    });
    return false;
  }
}

/** Small ones first: should the line come back, what has large files holds up only what follows it. */
function unnumbered({ store }: SyncContext): OutboxRecord[] {
  const bytes = (item: OutboxRecord) => filesOfItem(store.read, item).reduce((sum, { size }) => sum + size, 0);
  return [...dueOutboxItems(store.read, ANY_TIME, false)]
    .filter(({ kind }) => kind !== 'check')
    .map((item) => ({ item, bytes: bytes(item) }))
    .toSorted((a, b) => a.bytes - b.bytes)
    .map(({ item }) => item);
}

/** The number is used up even if the file is never written: no two bundles bear the same. */
function nextHead(ctx: SyncContext): BundleHead {
  const { store, identity, clock } = ctx;
  const number = Number(syncState(store.read, 'last-bundle') ?? 0) + 1;
  store.transaction((tx) => putSyncState(tx, 'last-bundle', String(number)));
  const { after, epoch } = standingOf(store.read);
  const wanted = arrivingAttachments(store.read).slice(0, MAX_WANTED);
  return {
    kind: 'outward',
    bureau: bureauCode.parse(identity.bureau),
    workstation: identity.workstationId,
    name: identity.name,
    writer: identity.workstationId as WorkstationId,
    number,
    at: toInstant(clock.now()),
    cursor: after,
    epoch: epoch as Epoch | null,
    wanted: wanted.map((file) => remoteOf(file).blobId),
  };
}

async function* recordsOf(
  ctx: SyncContext,
  questions: readonly CarriedCheck[],
  itemIds: readonly string[],
): AsyncGenerator<NewBundleRecord> {
  for (const check of questions) yield { type: 'check', check };
  for (const id of itemIds) {
    const item = outboxItemById(ctx.store.read, id);
    if (!item?.envelope) continue;
    yield* fileRecords(ctx, item);
    yield { type: 'envelope', text: item.envelope };
  }
}

async function* fileRecords(ctx: SyncContext, item: OutboxRecord): AsyncGenerator<NewBundleRecord> {
  for (const upload of await sealFilesHere(ctx, item)) {
    const { blobId, sealedSize: size, chunks, sealedDigest: digest } = upload;
    const file = attachmentById(ctx.store.read, upload.attachmentId);
    if (!file || digest === null) throw new Error('A numbered item has a file that is not sealed');
    yield { type: 'blob', blob: { blobId, size, chunks, digest } };
    for await (const bytes of sealedChunks(ctx, file, upload)) yield { type: 'chunk', bytes };
  }
}

function sizeOf({ store }: SyncContext, itemIds: readonly string[]): number {
  const sizes = itemIds.map((id) => {
    const files = uploadsOf(store.read, id).reduce((sum, { sealedSize }) => sum + sealedSize, 0);
    return files + (outboxItemById(store.read, id)?.envelope?.length ?? 0);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Reads a bundle of this workstation back, to its closing record. @throws BundleError */
export async function verifyOutward(ctx: SyncContext, file: BundleFile): Promise<void> {
  const writerKey = () => ctx.identity.signingPublicKey;
  await checkBundle({ verifier: ed25519Verifier }, file, { keys: openingKeys(ctx), visit: () => undefined, writerKey });
}
