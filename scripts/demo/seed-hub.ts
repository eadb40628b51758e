import { connect } from '#hub/cli/environment.ts';
import { readNotices } from '#hub/cli/notices-file.ts';
import { createAdmin, type HubAdmin } from '#hub/services/administration.ts';
import { openHubDatabase } from '#hub/start-hub.ts';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import { demoBureaus } from '../world/bureaus.ts';
import { inventWorld } from '../world/invent-world.ts';
import { demoSubfolder } from './demo-state.ts';

/** The data folder of the demonstration's hub, as the hub's commands take it from NCB_HUB_DATA. */
export const hubFolder = (): string => demoSubfolder('hub');

/** What an administrator of the demonstration's hub does, beside the hub that serves. */
export async function asHubAdmin<T>(work: (admin: HubAdmin) => Promise<T>): Promise<T> {
  const connection = await connect({ NCB_HUB_DATA: hubFolder() });
  try {
    const deps = await openHubDatabase({ databaseUrl: connection.databaseUrl });
    try {
      return await work(createAdmin(deps));
    } finally {
      await deps.database.close();
    }
  } finally {
    await connection.close();
  }
}

/** Fills the hub with the invented bureaus and reference databases. @throws when the hub refuses a record: the world is wrong then. */
export function seedHub(): Promise<void> {
  return asHubAdmin(async (admin) => {
    for (const { code, role, names } of demoBureaus) await admin.addBureau({ code, role, names });
    const world = inventWorld();
    const { records, problems } = readNotices(world.notices);
    if (problems.length > 0) throw new Error(`The world holds what is no notice: ${JSON.stringify(problems[0])}`);
    await importAll(admin, 'nominal', records);
    await importAll(admin, 'sltd', world.sltd);
    await importAll(admin, 'vehicle', world.vehicles);
  });
}

async function importAll(admin: HubAdmin, database: DatabaseKind, records: readonly unknown[]): Promise<void> {
  const { refused } = await admin.importRecords(database, records);
  if (refused.length > 0) throw new Error(`The hub refused ${database} records: ${JSON.stringify(refused[0])}`);
}
