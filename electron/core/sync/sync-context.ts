import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import type { Signer } from '#shared/protocol/signature.ts';
import type { SyncParts } from '../core-deps.ts';
import type { Log } from '../log.ts';
import type { HubApi } from './hub-api.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** What every lane of the synchronisation works with. */
export interface SyncContext extends SyncParts, ClockDep, RandomDep {
  readonly api: HubApi;
  readonly signer: Signer;
  readonly log: Log;
  /** A clock that only runs (ms from any beginning), unlike that of this machine. */
  readonly monotonicMs: () => number;
  /** Whether the synchronisation itself is writing: what it has put into the outbox is not news to it. */
  readonly ownCommit: { readonly isUnderWay: boolean };
  /** Sequence numbers are given one after the other. */
  readonly numbering: OneAtATime;
  /** Ends with the session: long transfers stop at their next chunk. */
  readonly stopped: AbortSignal;
}
