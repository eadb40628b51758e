import { createAdmin, type HubAdmin } from '../services/administration.ts';
import { openHubDatabase } from '../start-hub.ts';
import { connect } from './environment.ts';

/** Runs a command against the hub's database, whether a hub is serving or not. */
export async function withAdmin<T>(work: (admin: HubAdmin) => Promise<T>): Promise<T> {
  const connection = await connect(process.env);
  try {
    const deps = await openHubDatabase({ databaseUrl: connection.databaseUrl, secret: process.env.HUB_SECRET });
    try {
      return await work(createAdmin(deps));
    } finally {
      await deps.database.close();
    }
  } finally {
    await connection.close();
  }
}
