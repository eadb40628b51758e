import type { CoreDeps } from '#core/core-deps.ts';
import type { FileSystem } from '#core/store/file-system.ts';
import type { Timers } from '#core/sync/timers.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import type { Processes } from '#core/vault/processes.ts';
import type { Random } from '#shared/lib/deps.ts';
import { fastKdf } from '#test/helpers/vault.ts';
import { ChosenInMemory } from './chosen.ts';

export const VAULT = '/vault';
export const HUB_URL = 'https://hub.simulated';
export const ACCOUNT = { username: 'officer', name: 'Olaf Officer', passphrase: 'a lantern in the fog' } as const;

/** A journal of a simulated workstation is short: it need not write ahead, and meets its checkpoints. */
const TUNING = { extentBytes: 16 * 1024, checkpointBytes: 512 * 1024 };

/** The one process of a simulated machine, told from the one before it. */
export function simulatedProcess(number: number, uptimeMs: () => number): Processes {
  return {
    pid: 1,
    incarnation: `process ${number}`,
    isRunning: () => true,
    bornAt: () => null,
    uptimeMs,
    monotonicMs: uptimeMs,
  };
}

type Given = Pick<CoreDeps, 'clock' | 'log' | 'openSync' | 'untrustedGet' | 'openTransport' | 'processes'> & {
  readonly fs: FileSystem;
  readonly random: Random;
};

/** The upkeep of a store is tested by itself; here it would check each database again after each start. */
const NO_UPKEEP: Timers = { after: () => () => undefined };

/** The outside world of one core in a simulation. */
export function coreParts(given: Given): CoreDeps & { readonly files: ChosenInMemory } {
  return {
    ...given,
    vaultDir: VAULT,
    kdf: fastKdf,
    openKeyring: async () => noKeyring,
    files: new ChosenInMemory(),
    tuning: TUNING,
    timers: NO_UPKEEP,
  };
}
