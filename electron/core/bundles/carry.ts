import type { BundleItem } from '#shared/ipc/bundles.ts';
import { answerRecords } from '#shared/protocol/bundle/answer-records.ts';
import { carryBundle } from '#shared/protocol/bundle/carry-bundle.ts';
import { type BundleFile, checkBundle } from '#shared/protocol/bundle/check-bundle.ts';
import { BundleError } from '#shared/protocol/bundle/layout.ts';
import { openBundle } from '#shared/protocol/bundle/read-bundle.ts';
import type { BundleHead } from '#shared/protocol/bundle/records.ts';
import { writeBundle } from '#shared/protocol/bundle/write-bundle.ts';
import { type Envelope, envelope } from '#shared/protocol/envelope.ts';
import type { SignedStatement } from '#shared/protocol/hub-statement.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import { type WorkstationRecord, workstationById } from '../store/tables/workstations.ts';
import { syncDirectory } from '../sync/directory-lane.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { BundleRefusal } from './bundle-refusal.ts';
import type { CarriedBundle, Following } from './bundle-work.ts';
import { carriedCheckItem } from './carried-checks.ts';
import { counted } from './counted.ts';
import { lineHub } from './line-hub.ts';
import { answerRecipients, openingKeys, requireBureauKeys } from './own-bundle-keys.ts';
import { hubStatementOf, outcomesOf } from './read-statement.ts';

/** Whose bundle it is; nothing is done with it, and its end is not looked at. @throws BundleError */
export async function identifyBundle(ctx: SyncContext, file: BundleFile): Promise<BundleHead> {
  requireBureauKeys(ctx);
  const { head, close } = await openBundle(file(), openingKeys(ctx));
  await close();
  if (head.bureau !== ctx.identity.bureau) throw new BundleError('not-for-us');
  return head;
}

/**
 * Brings to the hub what another workstation of the bureau has written. The whole file is checked first; cut off anywhere and read in
 * again, here or elsewhere, it comes to the same.
 */
export async function carry(ctx: SyncContext, file: BundleFile, following: Following): Promise<CarriedBundle> {
  const sender = await senderOf(ctx, await identifyBundle(ctx, file));
  const envelopes: Envelope[] = [];
  const checked = await checkBundle({ verifier: ed25519Verifier }, file, {
    keys: openingKeys(ctx),
    visit: (record) => {
      following.signal.throwIfAborted();
      if (record.type === 'envelope') envelopes.push(readEnvelope(record.text));
    },
    writerKey: () => sender.signingKey,
  });
  const bundle = await openBundle(counted(file(), following), openingKeys(ctx), checked);
  const decided = await carryBundle(lineHub(ctx, following.signal), bundle, () => following.signal.throwIfAborted());
  return { head: bundle.head, items: await itemsOf(ctx, envelopes, decided), decided };
}

/** @throws BundleRefusal for a bundle that is this workstation's own, unknown, or of a revoked one */
async function senderOf(ctx: SyncContext, head: BundleHead): Promise<WorkstationRecord> {
  if (head.kind !== 'outward')
    throw new BundleRefusal({ code: 'bundle-other-workstation', params: { name: head.name } });
  await syncDirectory(ctx);
  const sender = workstationById(ctx.store.read, head.workstation);
  if (sender?.bureau !== ctx.identity.bureau) throw new BundleRefusal({ code: 'bundle-sender-unknown' });
  if (sender.status === 'revoked') {
    throw new BundleRefusal({ code: 'bundle-sender-revoked', params: { workstation: head.name } });
  }
  return sender;
}

function readEnvelope(text: string): Envelope {
  try {
    return envelope.parse(JSON.parse(text));
  } catch {
    // The writer signed for the whole file: what is no envelope in it is no work of an application.
    throw new BundleError('damaged');
  }
}

/** What became of each check and each envelope, in the order of the bundle. */
async function itemsOf(
  ctx: SyncContext,
  envelopes: readonly Envelope[],
  decided: readonly SignedStatement[],
): Promise<BundleItem[]> {
  const said = await Promise.all(decided.map((statement) => hubStatementOf(ctx, statement)));
  const verdicts = said.flatMap((one) => (one.what === 'verdicts' ? outcomesOf(one) : []));
  const checks = said.flatMap((one) => (one.what === 'checks' ? one.answers.map(carriedCheckItem) : []));
  const offered = envelopes.map((one, at): BundleItem => {
    const found = verdicts[at];
    const facts = { id: one.id, kind: one.kind, to: [...one.to], priority: one.priority, sequence: one.sequence };
    if (!found) return { ...facts, outcome: 'undecided', code: null };
    return { ...facts, ...found };
  });
  return [...checks, ...offered];
}

/** The bytes of a return bundle: what the hub has decided, and what the workstation has missed. */
export function answersFor(
  ctx: SyncContext,
  { head, decided }: Pick<CarriedBundle, 'head' | 'decided'>,
  following: Following,
): AsyncIterable<Uint8Array> {
  const back: BundleHead = {
    ...head,
    kind: 'return',
    writer: ctx.identity.workstationId,
    at: toInstant(ctx.clock.now()),
    wanted: [],
  };
  const records = answerRecords(lineHub(ctx, following.signal), head, decided);
  return counted(writeBundle(ctx, answerRecipients(ctx, head.workstation), back, records), following);
}
