import { prepareWorkstation } from '../helpers/electron-app.ts';
import { setup as preparePostgres } from '../helpers/postgres-run.ts';

/** Builds and stages the workstation, gets a display and a place for PostgreSQL, once for all tests; returns what ends them. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const endDisplay = await prepareWorkstation();
  const endPostgres = await preparePostgres();
  return async () => {
    endDisplay();
    await endPostgres();
  };
}
