import { imageOf, openPostgres } from './hub/postgres-database.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import type { Simulation } from './simulation.ts';

/** Lives a seed with its hub on PostgreSQL. @param url of a database that holds nothing else */
export async function runOnPostgres(simulation: Simulation, seed: number, url: string): Promise<SeedResult> {
  const { prepared, database } = simulation;
  database.restore(prepared.hub);
  const hub = await imageOf(database);
  const postgres = await openPostgres(url);
  try {
    return await runSeed({ ...prepared, hub }, postgres, seed);
  } finally {
    await postgres.close();
  }
}
