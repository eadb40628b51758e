import type { Queryable } from './database.ts';

/** A fact of the whole hub by name, as JSON; undefined when it was never noted. */
export async function readFact<T>(db: Queryable, name: string): Promise<T | undefined> {
  const rows = await db.query<{ value: T }>('select value from hub_facts where name = $1', [name]);
  return rows[0]?.value;
}

/** Notes a fact once; when another hub process was first, its value stands and comes back. */
export async function noteFactOnce<T>(db: Queryable, name: string, value: T): Promise<T> {
  await db.query('insert into hub_facts (name, value) values ($1, $2) on conflict do nothing', [
    name,
    JSON.stringify(value),
  ]);
  return (await readFact<T>(db, name)) as T;
}
