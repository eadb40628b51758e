import { activeMembers } from '../bureau-keys/members.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { SyncContext } from './sync-context.ts';

/** How much later than the eldest each further workstation does what one of them has to do, and than anybody last went on with it (ms). */
const TURN_MS = 2 * 60_000;

interface Others {
  /** Those who cannot do it. */
  readonly without?: readonly string[];
  /** When another was last seen to go on with it (ms). */
  readonly goneOnAt?: number | null;
  /** How many turns also the eldest waits: somebody may do it whose turn it need not be. */
  readonly after?: number;
}

/**
 * Whether this workstation is to do what one of the bureau's has to do: the eldest at once, each further one a while after it noticed that
 * there is something to do. Twice does no harm.
 * @param what tells this piece of work from an earlier one of the same task
 */
export function isMyTurn(
  { store, identity, clock }: SyncContext,
  task: 'renew' | 'hand-over' | 'records' | 'files' | 'lost',
  what: string,
  { without = [], goneOnAt = null, after = 0 }: Others = {},
): boolean {
  const members = activeMembers(store.read, identity)
    .map(({ id }) => id)
    .filter((id) => !without.includes(id))
    .toSorted();
  const place = Math.max(0, members.indexOf(identity.workstationId)) + after;
  const now = clock.now();
  const isAnotherAtIt = goneOnAt !== null && goneOnAt <= now && now - goneOnAt < Math.max(place, 1) * TURN_MS;
  if (isAnotherAtIt) return false;
  if (place <= 0) return true;
  const name = `key-turn-${task}`;
  const noticed = JSON.parse(syncState(store.read, name) ?? '{}') as { what?: string; at?: number };
  const noticedAt = noticed.at ?? 0;
  // A clock that was put back since is waited for no longer than any other.
  if (noticed.what === what && noticedAt <= now) return now - noticedAt >= place * TURN_MS;
  store.transaction((tx) => putSyncState(tx, name, JSON.stringify({ what, at: now })));
  return false;
}
