import { type ChainBreak, chainBeginning } from '#shared/domain/audit-chain.ts';
import type { AuditCheckpoint } from '#shared/protocol/audit-checkpoint.ts';
import type { ReceiptedEntry } from '#shared/protocol/hub-history.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import { putSyncState, syncState } from './sync-state.ts';

/** What this workstation has seen of its bureau's audit chain at the hub. */
export interface HubHistory {
  /** Of the hub's history that was followed last; null before the first look. */
  readonly epoch: string | null;
  /** The last entry that was verified. */
  readonly number: number;
  readonly hash: string;
  readonly lookedAt: number;
  /** Signed by the hub, in the order they were seen: evidence. */
  readonly checkpoints: readonly AuditCheckpoint[];
  /** Hub's time since which receipts belong to this epoch; null = all do. */
  readonly receiptsSince: string | null;
}

/**
 * That the hub's history is not the one that was seen.
 * restored: the hub says so itself, with a new epoch · unsigned: a checkpoint that is not the hub's · others: see ChainBreak.
 */
export interface HistoryTrouble {
  readonly kind: ChainBreak['kind'] | 'restored' | 'unsigned';
  /** The first entry it concerns. */
  readonly number: number;
  /** Entries that were verified and stand there no more; with `restored` only. */
  readonly lost: number;
  readonly noticedAt: number;
}

const NONE: HubHistory = {
  epoch: null,
  number: 0,
  hash: chainBeginning,
  lookedAt: 0,
  checkpoints: [],
  receiptsSince: null,
};

export function hubHistory(db: ReadDb): HubHistory {
  return JSON.parse(syncState(db, 'hub-history') ?? JSON.stringify(NONE)) as HubHistory;
}

export function putHubHistory(tx: WriteDb, history: HubHistory): void {
  putSyncState(tx, 'hub-history', JSON.stringify(history));
}

/** Null while the hub's history is the one that was seen. */
export function historyTrouble(db: ReadDb): HistoryTrouble | null {
  return JSON.parse(syncState(db, 'hub-history-trouble') ?? 'null') as HistoryTrouble | null;
}

export function putHistoryTrouble(tx: WriteDb, trouble: HistoryTrouble | null): void {
  putSyncState(tx, 'hub-history-trouble', JSON.stringify(trouble));
}

/** The entries the hub has confirmed by receipts, after a number, since a time of the hub's. */
export function receiptedEntries(db: ReadDb, after: number, since: string | null): ReceiptedEntry[] {
  return db.all<ReceiptedEntry>(
    `SELECT json_extract(receipt, '$.audit.number') AS number, json_extract(receipt, '$.audit.hash') AS hash,
            json_extract(receipt, '$.receivedAt') AS receivedAt
       FROM outbox
      WHERE receipt IS NOT NULL AND json_extract(receipt, '$.audit.number') > ? AND json_extract(receipt, '$.receivedAt') >= ?
      ORDER BY 1`,
    [after, since ?? ''],
  );
}
