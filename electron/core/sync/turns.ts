import { activeMembers } from '../bureau-keys/members.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { SyncContext } from './sync-context.ts';

/** How much later than the eldest each further workstation does what one of them has to do (ms). */
const TURN_MS = 2 * 60_000;

/**
 * Whether this workstation is to do what one of the bureau's has to do: the eldest at once, each further one a while after it noticed that
 * there is something to do. Twice does no harm.
 * @param what tells this piece of work from an earlier one of the same task
 * @param without those who cannot do it
 */
export function isMyTurn(
  { store, identity, clock }: SyncContext,
  task: 'renew' | 'hand-over' | 'records',
  what: string,
  without: readonly string[] = [],
): boolean {
  const place = activeMembers(store.read, identity)
    .map(({ id }) => id)
    .filter((id) => !without.includes(id))
    .toSorted()
    .indexOf(identity.workstationId);
  if (place <= 0) return true;
  const name = `key-turn-${task}`;
  const noticed = JSON.parse(syncState(store.read, name) ?? '{}') as { what?: string; at?: number };
  if (noticed.what === what) return clock.now() - (noticed.at ?? 0) >= place * TURN_MS;
  store.transaction((tx) => putSyncState(tx, name, JSON.stringify({ what, at: clock.now() })));
  return false;
}
