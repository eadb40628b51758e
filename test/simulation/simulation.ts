import { QuickDatabase } from './hub/quick-database.ts';
import { rememberSignatures } from './known-signatures.ts';
import { countImmediates } from './quiet.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { seedKeys } from './seeded-keys.ts';
import { installSyncCrypto } from './sync-crypto.ts';
import { type PreparedWorld, prepareWorld } from './world/prepared-world.ts';

/** Everything a process needs to live seeds, prepared once. */
export interface Simulation {
  readonly prepared: PreparedWorld;
  /** The hub's, filled anew for each seed. */
  readonly database: QuickDatabase;
  run(seed: number): Promise<SeedResult>;
}

/** Takes the process over: its `setImmediate`, WebCrypto and signatures are the simulation's from now on. */
export async function openSimulation(): Promise<Simulation> {
  installSyncCrypto();
  rememberSignatures();
  seedKeys(1);
  countImmediates();
  const database = await QuickDatabase.open();
  const prepared = await prepareWorld(database);
  return { prepared, database, run: (seed) => runSeed(prepared, database, seed) };
}
