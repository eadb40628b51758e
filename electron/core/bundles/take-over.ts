import { type BundleFile, checkBundle } from '#shared/protocol/bundle/check-bundle.ts';
import { BundleError } from '#shared/protocol/bundle/layout.ts';
import { type OpenBundle, openBundle } from '#shared/protocol/bundle/read-bundle.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import type { CarriedCheck } from '#shared/protocol/carried-check.ts';
import { envelope } from '#shared/protocol/envelope.ts';
import type { MessageAttachment } from '#shared/protocol/message-body.ts';
import { chunkCount, openChunk } from '#shared/protocol/seal-file.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import { settleContent } from '../files/settle-content.ts';
import { contentsIn } from '../sharing/contents-in.ts';
import { workstationById } from '../store/tables/workstations.ts';
import { syncDirectory } from '../sync/directory-lane.ts';
import { openEnvelope } from '../sync/open-envelope.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { TransportError } from '../sync/transport.ts';
import { BundleRefusal } from './bundle-refusal.ts';
import type { Following, OpenedForTakeOver, TakenOver } from './bundle-work.ts';
import { identifyBundle } from './carry.ts';
import { counted } from './counted.ts';
import { openingKeys } from './own-bundle-keys.ts';

/**
 * Opens what a revoked workstation of the bureau had not sent: every body was sealed to the bureau as well. Its signatures are checked
 * once more, its files are sealed into this store; what is done with it is the caller's one transaction.
 */
export async function openForTakeOver(
  ctx: SyncContext,
  file: BundleFile,
  following: Following,
): Promise<OpenedForTakeOver> {
  const head = await identifyBundle(ctx, file);
  if (head.kind !== 'outward')
    throw new BundleRefusal({ code: 'bundle-other-workstation', params: { name: head.name } });
  const signingKey = await keyOfRevoked(ctx, head.workstation, head.name);
  const envelopes: TakenOver[] = [];
  const checks: CarriedCheck[] = [];
  const checked = await checkBundle({ verifier: ed25519Verifier }, file, {
    keys: openingKeys(ctx),
    visit: async (record) => {
      following.signal.throwIfAborted();
      if (record.type === 'envelope') envelopes.push(await readOne(ctx, record.text));
      else if (record.type === 'check') checks.push(record.check);
    },
    writerKey: () => signingKey,
  });
  const announced = envelopes.flatMap(filesOf);
  const again = await openBundle(counted(file(), following), openingKeys(ctx), checked);
  const files = await sealFiles(ctx, again, new Map(announced.map((one) => [one.blobId, one])), following);
  return { head, envelopes, checks, files };
}

function filesOf(one: TakenOver): readonly MessageAttachment[] {
  if (one.kind === 'message') return one.body.attachments;
  return one.kind === 'record-changes' ? contentsIn(one.body).map(({ content }) => content) : [];
}

/** With a line the directory is asked first; without one, what it last said counts. */
async function keyOfRevoked(ctx: SyncContext, id: string, name: string): Promise<string> {
  await syncDirectory(ctx).catch((error: unknown) => {
    if (!(error instanceof TransportError)) throw error;
  });
  const sender = workstationById(ctx.store.read, id);
  if (sender?.bureau !== ctx.identity.bureau) throw new BundleRefusal({ code: 'bundle-sender-unknown' });
  if (sender.status !== 'revoked') {
    throw new BundleRefusal({ code: 'bundle-sender-active', params: { workstation: name } });
  }
  return sender.signingKey;
}

async function readOne(ctx: SyncContext, text: string): Promise<TakenOver> {
  const parsed = envelope.safeParse(readJson(text));
  if (!parsed.success) throw new BundleError('damaged');
  const opened = await openEnvelope(ctx, parsed.data);
  const isKept = opened.kind === 'message' || opened.kind === 'receipt' || opened.kind === 'record-changes';
  return isKept ? opened : { kind: 'unreadable', envelope: parsed.data };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BundleError('damaged');
  }
}

async function sealFiles(
  ctx: SyncContext,
  { records, close }: OpenBundle,
  announced: ReadonlyMap<string, MessageAttachment>,
  following: Following,
): Promise<Map<string, MessageAttachment>> {
  const sealed = new Map<string, MessageAttachment>();
  try {
    for (let next = await records.next(); !next.done; next = await records.next()) {
      const wanted = next.value.type === 'blob' ? announced.get(next.value.blob.blobId) : undefined;
      if (!wanted) continue;
      const { digest } = await ctx.attachments.put(opened(records, wanted), { signal: following.signal });
      sealed.set(wanted.blobId, wanted);
      if (digest !== wanted.sha256) throw new BundleError('damaged');
    }
    return sealed;
  } catch (error) {
    for (const { sha256 } of sealed.values()) settleContent(ctx, sha256);
    throw error;
  } finally {
    await close();
  }
}

async function* opened(
  records: Awaited<ReturnType<typeof openBundle>>['records'],
  { blobId, contentKey, size }: MessageAttachment,
): AsyncGenerator<Uint8Array> {
  const [key, chunks] = [fromBase64Url(contentKey), chunkCount(size)];
  for (let index = 0; index < chunks; index += 1) {
    const next = await records.next();
    if (next.done || next.value.type !== 'chunk') throw new BundleError('damaged');
    try {
      yield await openChunk(key, { blobId, index, last: index === chunks - 1 }, next.value.bytes);
    } catch {
      throw new BundleError('damaged');
    }
  }
}
