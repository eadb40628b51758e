import { toInstant } from '#shared/protocol/instant.ts';
import { LEAST_KEPT_DAYS } from '#shared/protocol/retention.ts';
import { appendAudit, HUB_CHAIN, lockAuditHeads } from '../store/audit.ts';
import { listBureaus } from '../store/bureaus.ts';
import type { Transaction } from '../store/database.ts';
import {
  type ChunkPlace,
  deleteOldAnswers,
  deleteReadItems,
  deleteSettledBlob,
  deleteUnreferencedEnvelopes,
  type EnvelopePlace,
  listOldChunks,
  listOldEnvelopes,
  settledOf,
} from '../store/retention.ts';
import { growUsage } from '../store/usage.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { minuteOf } from './usage-limits.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface Retention {
  /** Days an answer is kept, and an envelope that everybody has read. */
  readonly days: number;
  /** Days an attachment stays after every addressed bureau has fetched it. */
  readonly blobDays: number;
}

export interface RetentionReport {
  readonly answers: number;
  readonly streamItems: number;
  readonly envelopes: number;
  readonly chunks: number;
  readonly bytes: number;
}

const NOTHING: RetentionReport = { answers: 0, streamItems: 0, envelopes: 0, chunks: 0, bytes: 0 };
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

type TidyDeps = Pick<HubDeps, 'database' | 'clock'>;

/** In one transaction; what is let go is given back to the bureau. */
function letGo(
  { database, clock }: TidyDeps,
  bureau: string,
  work: (tx: Transaction) => Promise<RetentionReport>,
): Promise<RetentionReport> {
  return database.transaction(async (tx) => {
    const done = await work(tx);
    if (done.bytes > 0) growUsage(tx, [{ bureau, envelopes: 0, storedBytes: -done.bytes }], minuteOf(clock.now()));
    return done;
  }, 'unlimited');
}

/** Envelopes looked at in one transaction, and chunks in one look. */
const PAGE = 1000;

async function tidyPage(tx: Transaction, bureau: string, ids: readonly string[]): Promise<RetentionReport> {
  const streamItems = await deleteReadItems(tx, bureau, ids);
  const envelopes = await deleteUnreferencedEnvelopes(tx, bureau, ids);
  return { ...NOTHING, streamItems, envelopes: envelopes.length, bytes: sum(envelopes) };
}

/** Begins with the older envelopes and looks their stream items up: streams hold what is younger as well, and that is nearly all of them. */
async function tidyEnvelopes(deps: TidyDeps, bureau: string, before: string): Promise<RetentionReport> {
  let report = NOTHING;
  for (let after: EnvelopePlace | null = null; ; ) {
    const page: EnvelopePlace[] = await listOldEnvelopes(deps.database, bureau, before, after, PAGE);
    const ids = page.map(({ id }) => id);
    if (ids.length > 0) report = added(report, await letGo(deps, bureau, (tx) => tidyPage(tx, bureau, ids)));
    if (ids.length < PAGE) return report;
    after = page.at(-1) ?? null;
  }
}

/** An envelope that names the blob is accepted before this looks at it, or after it has gone: both hold the audit chain of the bureau. */
async function tidyBlob(tx: Transaction, bureau: string, before: string, blobId: string): Promise<RetentionReport> {
  await lockAuditHeads(tx, [bureau]);
  const chunks = await deleteSettledBlob(tx, bureau, before, blobId);
  return { ...NOTHING, chunks: chunks.length, bytes: sum(chunks) };
}

/** Begins with the older chunks, as above. One blob in a transaction, so that nobody waits long for the chain. */
async function tidyBlobs(deps: TidyDeps, bureau: string, before: string): Promise<RetentionReport> {
  let report = NOTHING;
  for (let after: ChunkPlace | null = null; ; ) {
    const page: ChunkPlace[] = await listOldChunks(deps.database, bureau, before, after, PAGE);
    const ids = [...new Set(page.map(({ blobId }) => blobId))];
    for (const blobId of ids.length > 0 ? await settledOf(deps.database, bureau, before, ids) : [])
      report = added(report, await letGo(deps, bureau, (tx) => tidyBlob(tx, bureau, before, blobId)));
    if (page.length < PAGE) return report;
    after = page.at(-1) ?? null;
  }
}

function added(one: RetentionReport, other: RetentionReport): RetentionReport {
  return {
    answers: one.answers + other.answers,
    streamItems: one.streamItems + other.streamItems,
    envelopes: one.envelopes + other.envelopes,
    chunks: one.chunks + other.chunks,
    bytes: one.bytes + other.bytes,
  };
}

/**
 * Lets go of what nobody needs any more, bureau by bureau, page by page and blob by blob, each in a transaction of its own; what was let
 * go stands in the hub's audit chain. Audit chains are never shortened. Throws when answers would be kept too short.
 */
export async function tidyHub(deps: TidyDeps, { days, blobDays }: Retention): Promise<RetentionReport> {
  if (days < LEAST_KEPT_DAYS) throw new Error(`Answers are kept for ${LEAST_KEPT_DAYS} days at least`);
  const now = deps.clock.now();
  const [before, blobsBefore] = [toInstant(now - days * DAY), toInstant(now - blobDays * DAY)];
  let report = NOTHING;
  for (const { code } of await listBureaus(deps.database)) {
    const answers = await deps.database.transaction((tx) => deleteOldAnswers(tx, code, before), 'unlimited');
    report = added(report, { ...(await tidyEnvelopes(deps, code, before)), answers });
    report = added(report, await tidyBlobs(deps, code, blobsBefore));
  }
  await deps.database.transaction((tx) =>
    appendAudit(tx, { bureau: HUB_CHAIN, at: nowOf(deps), event: 'tidied', details: { ...report, days, blobDays } }),
  );
  return report;
}
