/** What a workstation can say of the hub's audit chain from what it has seen of it before. */
import { type ChainBreak, type ChainHead, type ChainProgress, verifyChain } from '../domain/audit-chain.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { AuditCheckpoint, AuditPage, HubAuditEntry } from './audit-checkpoint.ts';

/** A receipt's place in the chain: an entry the hub has confirmed by itself. */
export interface ReceiptedEntry extends ChainHead {
  /** The hub's time of the receipt. */
  readonly receivedAt: string;
}

export interface SeenHistory {
  /** The last entry that was verified. */
  readonly verified: ChainProgress;
  readonly receipts: readonly ReceiptedEntry[];
}

/** A receipt may be younger than a checkpoint that does not reach it: the clocks of two hub processes differ (ms). */
const CLOCKS_DIFFER_MS = 60_000;

/** The first receipt that names another entry than the one that stands in its place. */
function forkedReceipt(
  { verified, receipts }: SeenHistory,
  entries: readonly HubAuditEntry[],
): ReceiptedEntry | undefined {
  return receipts.find(({ number, hash }) => {
    const entry = entries[number - verified.number - 1];
    return entry !== undefined && entry.hash !== hash;
  });
}

/** The first receipt of an entry the chain should have reached by now. */
function lostReceipt({ receipts }: SeenHistory, { number, at }: AuditCheckpoint): ReceiptedEntry | undefined {
  const latest = Date.parse(at) - CLOCKS_DIFFER_MS;
  return receipts.find((receipt) => receipt.number > number && Date.parse(receipt.receivedAt) < latest);
}

/**
 * Follows the chain through one page of the entries that follow the last verified one.
 * @param page its checkpoint's signature holds
 * @returns how far it was followed, or the first place where it is not the history that was seen
 */
export function followHistory(
  seen: SeenHistory,
  { checkpoint, entries }: AuditPage,
  hashOf: (entry: Omit<HubAuditEntry, 'hash'>) => string,
): Result<ChainProgress, ChainBreak> {
  const { verified } = seen;
  if (!checkpoint) return verified.number === 0 ? ok(verified) : err({ number: 1, kind: 'truncated' });
  if (checkpoint.number < verified.number) return err({ number: checkpoint.number + 1, kind: 'truncated' });
  const followed = verifyChain(entries, hashOf, verified);
  if (!followed.ok) return followed;
  const forked = forkedReceipt(seen, entries);
  if (forked) return err({ number: forked.number, kind: 'forked' });
  const { number, hash } = followed.value;
  if (number < checkpoint.number)
    return entries.length > 0 ? followed : err({ number: number + 1, kind: 'misnumbered' });
  if (number > checkpoint.number || hash !== checkpoint.hash) return err({ number: checkpoint.number, kind: 'forked' });
  const lost = lostReceipt(seen, checkpoint);
  return lost ? err({ number: lost.number, kind: 'truncated' }) : followed;
}
