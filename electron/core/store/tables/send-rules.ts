import type { ReadDb, WriteDb } from '../database.ts';
import { putSyncState, syncState } from './sync-state.ts';

/** What a person has said about sending as a whole; it stays, over restarts, until a person says otherwise. */
export interface SendRule {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who. */
  readonly by: string;
}

export interface SendRules {
  /** Nothing leaves; what arrives is still taken in. */
  readonly paused: SendRule | null;
  /** A line that costs, or is narrow: only what is urgent uses it. */
  readonly onlyUrgent: SendRule | null;
}

const NAMES: Record<keyof SendRules, string> = { paused: 'sending-paused', onlyUrgent: 'only-urgent' };

export function sendRules(db: ReadDb): SendRules {
  return { paused: readRule(db, 'paused'), onlyUrgent: readRule(db, 'onlyUrgent') };
}

/** @param rule null ends it */
export function putSendRule(tx: WriteDb, name: keyof SendRules, rule: SendRule | null): void {
  putSyncState(tx, NAMES[name], JSON.stringify(rule));
}

const readRule = (db: ReadDb, name: keyof SendRules): SendRule | null =>
  JSON.parse(syncState(db, NAMES[name]) ?? 'null') as SendRule | null;
