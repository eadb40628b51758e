import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { connect } from './environment.ts';

/** Applies missing migrations; `serve` does the same when it starts. */
export async function migrateDatabase(): Promise<void> {
  const connection = await connect(process.env);
  const database = openDatabase(connection.databaseUrl, () => undefined);
  try {
    const applied = await migrate(database);
    console.log(applied.length > 0 ? `Applied migrations ${applied.join(', ')}.` : 'Up to date.');
  } finally {
    await database.close();
    await connection.close();
  }
}
