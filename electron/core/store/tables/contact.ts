import type { ReadDb, WriteDb } from '../database.ts';
import { putSyncState, syncState } from './sync-state.ts';

/** What this workstation knows of its contacts with the hub. */
export interface ContactState {
  /** Of the last one the hub confirmed; 0 before the first. */
  readonly number: number;
  /** Its token, then those of later ones that were handed over and whose answers were lost. */
  readonly tokens: readonly string[];
}

/** That the hub has met a later copy of this workstation than this one. */
export interface OlderCopy {
  readonly noticedAt: number;
  /** When the hub last met what is missing here. */
  readonly lastContactAt: number | null;
  /** Envelopes the hub has of this workstation that this copy knows nothing of. */
  readonly sentSince: number;
  /** A number that this copy gave was found used: no contact ends that by itself. */
  readonly byNumber?: true;
  /** A person has decided that this copy goes on; the hub does not know it yet. */
  readonly accepted: boolean;
}

const NONE: ContactState = { number: 0, tokens: [] };

export function contactState(db: ReadDb): ContactState {
  return JSON.parse(syncState(db, 'contact') ?? JSON.stringify(NONE)) as ContactState;
}

export function putContactState(tx: WriteDb, state: ContactState): void {
  putSyncState(tx, 'contact', JSON.stringify(state));
}

/** Null while this copy goes on where the hub last met it. */
export function olderCopy(db: ReadDb): OlderCopy | null {
  return JSON.parse(syncState(db, 'older-copy') ?? 'null') as OlderCopy | null;
}

export function putOlderCopy(tx: WriteDb, value: OlderCopy | null): void {
  putSyncState(tx, 'older-copy', JSON.stringify(value));
}
