import { type Database, openDatabase, type Queryable } from '#hub/store/database.ts';
import { migrate, migrations } from '#hub/store/migrate.ts';
import type { RestorableDatabase } from './simulated-hub.ts';

type Row = Record<string, unknown>;

const TABLES = migrations.flatMap(({ sql }) => [...sql.matchAll(/create table (\w+)/g)].map(([, name = '']) => name));

/** Every row of every table of a hub, as text: what one database holds, for another. */
export async function imageOf(database: Queryable): Promise<Uint8Array> {
  const tables: Record<string, Row[]> = {};
  for (const table of TABLES) tables[table] = await database.query<Row>(`select * from ${table}`);
  return Buffer.from(JSON.stringify(tables));
}

/** The hub's database as it really is, on PostgreSQL. Back-ups are copies of the rows; a wake-up comes at once, not by another socket. */
export async function openPostgres(url: string): Promise<RestorableDatabase> {
  const database: Database = openDatabase(url, () => undefined);
  await migrate(database);
  const listeners: ((payload: string) => void)[] = [];
  return {
    query: async (sql, values = []) => {
      if (!sql.includes('pg_notify')) return database.query(sql, values);
      for (const payload of values[1] as string[]) for (const listener of listeners) listener(payload);
      return [];
    },
    transaction: (work) => database.transaction(work),
    listen: async (_channel, onNotice) => {
      listeners.push(onNotice);
      return async () => undefined;
    },
    close: () => database.close(),
    snapshot: () => imageOf(database),
    restore: (image) => database.transaction((tx) => putBack(tx, image)),
  };
}

async function putBack(tx: Queryable, image: Uint8Array): Promise<void> {
  const tables = JSON.parse(Buffer.from(image).toString('utf8')) as Record<string, Row[]>;
  for (const table of TABLES) {
    await tx.query(`truncate ${table}`);
    for (const row of tables[table] ?? []) {
      const names = Object.keys(row);
      const places = names.map((_, index) => `$${index + 1}`).join(', ');
      const columns = names.map((name) => `"${name}"`).join(', ');
      await tx.query(`insert into ${table} (${columns}) values (${places})`, Object.values(row).map(toColumn));
    }
  }
}

/** JSON comes back as text, and bytes as JSON writes a Buffer. */
function toColumn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('type' in value && value.type === 'Buffer' && 'data' in value) return Buffer.from(value.data as number[]);
  return JSON.stringify(value);
}
