import { createHash } from 'node:crypto';
import { chainBeginning } from '#shared/domain/audit-chain.ts';
import {
  type AuditCheckpoint,
  type AuditPage,
  auditPage,
  type HubAuditEntry,
} from '#shared/protocol/audit-checkpoint.ts';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';
import { followHistory } from '#shared/protocol/hub-history.ts';
import { recordAudit } from '../record-audit.ts';
import {
  type HistoryTrouble,
  type HubHistory,
  historyTrouble,
  hubHistory,
  putHistoryTrouble,
  putHubHistory,
  receiptedEntries,
} from '../store/tables/hub-history.ts';
import { isSignedByHub } from './checkpoint-signature.ts';
import { HubRefusal } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';

const LOOK_EVERY_MS = 60 * 60_000;
/** Entries of one question, and questions of one round: a slow line has better things to carry. */
const PAGE = 100;
const PAGES_A_ROUND = 10;
/** Checkpoints that are remembered. Of more, every second of the older half goes. */
const REMEMBERED = 200;
/** How long it is shown that the hub was restored from a backup. */
const RESTORE_SHOWN_MS = 7 * 24 * 60 * 60_000;

/**
 * Follows the bureau's audit chain at the hub, about once an hour, from the last entry that was verified, and holds it
 * against the checkpoints and receipts that are remembered. The hub cannot take back what it has shown here.
 *
 *   page fits ──> remembered, and the next        new epoch ──> back to the last place both histories share, said so
 *   it does not ──> said so, nothing remembered, looked at again: until it fits
 */
export async function watchHubHistory(ctx: SyncContext): Promise<void> {
  if (ctx.store.status().readOnly || Math.abs(ctx.clock.now() - hubHistory(ctx.store.read).lookedAt) < LOOK_EVERY_MS)
    return;
  try {
    for (let page = 0; page < PAGES_A_ROUND; page += 1) if (await followPage(ctx)) return;
  } catch (error) {
    // A hub of an earlier version of the protocol keeps its chain to itself.
    if (error instanceof HubRefusal && error.code === 'not-found') return;
    throw error;
  }
}

const ask = (ctx: SyncContext, after: number, limit: number): Promise<AuditPage> =>
  ctx.api.get(`/v1/audit?after=${after}&limit=${limit}`, auditPage, ctx.stopped);

/** True when there is nothing more to follow now. */
async function followPage(ctx: SyncContext): Promise<boolean> {
  const history = hubHistory(ctx.store.read);
  const page = await ask(ctx, history.number, PAGE);
  const { checkpoint } = page;
  const { hubCa, bureau } = ctx.identity;
  if (checkpoint && (checkpoint.bureau !== bureau || !isSignedByHub(hubCa, checkpoint))) {
    return noteTrouble(ctx, { kind: 'unsigned', number: checkpoint.number, lost: 0 });
  }
  if (checkpoint && history.epoch !== null && history.epoch !== checkpoint.epoch) {
    await goBackTogether(ctx, history, checkpoint);
    return false;
  }
  const { number, hash, receiptsSince } = history;
  const receipts = receiptedEntries(ctx.store.read, number, receiptsSince);
  const followed = followHistory({ verified: { number, hash }, receipts }, page, (entry) => hashOf(bureau, entry));
  if (!followed.ok) return noteTrouble(ctx, { ...followed.error, lost: 0 });
  const isAll = !checkpoint || followed.value.number >= checkpoint.number;
  remember(ctx, { ...history, ...followed.value, epoch: checkpoint?.epoch ?? null }, isAll ? checkpoint : null);
  return isAll;
}

const hashOf = (bureau: string, entry: Omit<HubAuditEntry, 'hash'>): string =>
  createHash('sha256')
    .update(canonicalJson({ bureau, ...entry }))
    .digest('hex');

/** The whole chain fits as far as its checkpoint, when one is given: then any trouble of before is over. */
function remember(ctx: SyncContext, history: HubHistory, checkpoint: AuditCheckpoint | null): void {
  const { store, clock } = ctx;
  const known = history.checkpoints.at(-1);
  const isNew = checkpoint !== null && checkpoint.hash !== known?.hash;
  const checkpoints = isNew ? thinned([...history.checkpoints, checkpoint]) : history.checkpoints;
  const trouble = historyTrouble(store.read);
  const isOver = trouble && (trouble.kind !== 'restored' || clock.now() - trouble.noticedAt > RESTORE_SHOWN_MS);
  store.transaction((tx) => {
    putHubHistory(tx, { ...history, checkpoints, lookedAt: checkpoint ? clock.now() : history.lookedAt });
    if (checkpoint && isOver) putHistoryTrouble(tx, null);
  });
  if (checkpoint && isOver) ctx.emit({ event: 'changed', tables: ['connection'] });
}

function thinned(checkpoints: readonly AuditCheckpoint[]): readonly AuditCheckpoint[] {
  if (checkpoints.length <= REMEMBERED) return checkpoints;
  return checkpoints.filter((_, index) => index >= REMEMBERED / 2 || index % 2 === 0);
}

/** The hub began a new history: back to the newest place it shares with the one that was followed. */
async function goBackTogether(ctx: SyncContext, history: HubHistory, { epoch, at }: AuditCheckpoint): Promise<void> {
  const shared = await newestShared(ctx, history);
  const lost = history.number - shared.number;
  ctx.store.transaction((tx) => putHubHistory(tx, { ...history, ...shared, epoch, receiptsSince: at }));
  if (lost > 0) noteTrouble(ctx, { kind: 'restored', number: shared.number + 1, lost });
}

async function newestShared(ctx: SyncContext, history: HubHistory): Promise<{ number: number; hash: string }> {
  for (const { number, hash } of [history, ...[...history.checkpoints].reverse()]) {
    if (number === 0) break;
    const { entries } = await ask(ctx, number - 1, 1);
    if (entries[0]?.hash === hash) return { number, hash };
  }
  return { number: 0, hash: chainBeginning };
}

/** Written down once for each place, here and in the audit trail of this machine. Always true: there is nothing to follow. */
function noteTrouble(ctx: SyncContext, found: Omit<HistoryTrouble, 'noticedAt'>): true {
  const { store, clock, identity } = ctx;
  const now = clock.now();
  const known = historyTrouble(store.read);
  const isKnown = known?.kind === found.kind && known.number === found.number;
  store.transaction((tx) => {
    putHubHistory(tx, { ...hubHistory(tx), lookedAt: now });
    if (isKnown) return;
    putHistoryTrouble(tx, { ...found, noticedAt: now });
    const entry = { method: 'sync.hub-history', at: now, actor: null, detail: found };
    recordAudit(tx, { ...entry, subject: 'workstation', subjectId: identity.workstationId });
  });
  if (!isKnown) ctx.emit({ event: 'changed', tables: ['connection'] });
  return true;
}
