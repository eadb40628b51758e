import type { SignedInUser } from '#shared/ipc/session.ts';
import type { CoreEvent } from '#shared/ipc/wire.ts';
import { AuditChain } from './audit-chain.ts';
import { checkpointWhenDue } from './checkpointing.ts';
import type { Workstation } from './context.ts';
import type { CoreDeps } from './core-deps.ts';
import { renewKeysWhenDue } from './key-renewing.ts';
import { readKeptAgain } from './sharing/read-again.ts';
import type { Identity } from './store/tables/identity.ts';
import { recording } from './sync/recording.ts';
import { stillSync } from './sync/still-sync.ts';
import { systemTimers } from './sync/timers.ts';
import { Capacity, DEFAULT_STORE_LIMIT } from './upkeep/capacity.ts';
import { Upkeep } from './upkeep/upkeep.ts';
import type { Keyring } from './vault/keyring.ts';
import { nodeProcesses } from './vault/processes.ts';
import type { VaultParts } from './vault/vault.ts';

/** A vault that was opened, and the keyring that it was opened with. */
export interface OpenedParts extends VaultParts {
  readonly keyring: Keyring;
}

interface Opened {
  readonly parts: OpenedParts;
  readonly identity: Identity;
  readonly actor: SignedInUser;
  /** Only looked at: nothing is sent, fetched, saved, tidied or sealed anew. */
  readonly looking: boolean;
}

/** Sets everything going around a store that has been opened. */
export function openStation(deps: CoreDeps, opened: Opened, emit: (event: CoreEvent) => void): Workstation {
  const { clock, random, files, log } = deps;
  const { parts, identity, actor, looking } = opened;
  const { store, attachments, vault, keyring } = parts;
  const limitBytes = deps.storeLimitBytes ?? DEFAULT_STORE_LIMIT;
  const capacity = new Capacity({ store, limitBytes, freeBytes: () => deps.freeBytes?.(deps.vaultDir) ?? null });
  const upkeep = new Upkeep({
    store,
    attachments,
    capacity,
    log,
    timers: deps.timers ?? systemTimers,
    now: () => clock.now(),
    monotonicMs: () => (deps.processes ?? nodeProcesses).monotonicMs(),
    onChange: () => emit({ event: 'changed', tables: ['store_state'] }),
  });
  store.onCommit((tables) => emit({ event: 'changed', tables: [...tables] }));
  // A database that was found wrong does not take the place of what is on the disk.
  checkpointWhenDue(store, log, () => upkeep.integrity.state !== 'unsound');
  if (!looking && deps.appVersion !== undefined)
    readKeptAgain(store, deps.appVersion, (tx) => recording({ clock, random }, tx));
  const isFull = () => capacity.isFull;
  const sync = looking ? stillSync(clock.now()) : deps.openSync({ store, attachments, identity, emit, isFull });
  const auditChain = new AuditChain();
  const given = { store, attachments, vault, keyring, identity, actor, clock, random, files };
  const station: Workstation = { ...given, sync, auditChain, capacity, upkeep, looking };
  if (looking) return station;
  upkeep.start();
  renewKeysWhenDue(station, log, emit);
  return station;
}
