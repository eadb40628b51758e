import { createAdmin, type HubAdmin } from '../services/administration.ts';
import { type HubBase, openHubDatabase } from '../start-hub.ts';
import { connect } from './environment.ts';

/** Runs a command against the hub's database, whether a hub is serving or not. */
export async function withHubDatabase<T>(work: (base: HubBase) => Promise<T>): Promise<T> {
  const connection = await connect(process.env);
  try {
    const deps = await openHubDatabase({ databaseUrl: connection.databaseUrl, secret: process.env.HUB_SECRET });
    try {
      return await work(deps);
    } finally {
      await deps.database.close();
    }
  } finally {
    await connection.close();
  }
}

/** The same for what an administrator does. */
export const withAdmin = <T>(work: (admin: HubAdmin) => Promise<T>): Promise<T> =>
  withHubDatabase((deps) => work(createAdmin(deps)));
