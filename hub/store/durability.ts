import type { Queryable } from './database.ts';

/** What PostgreSQL must not leave out, since an answer promises that it is kept. */
const NEEDED = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/**
 * Throws, naming the setting, when the server would acknowledge what a power cut takes back. `synchronous_commit` may name
 * a stronger promise than `on` (`remote_apply`), or the weaker `remote_write` of a standby: the local disk is written all the same.
 */
export async function assertDurable(db: Queryable): Promise<void> {
  const rows = await db.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [NEEDED],
  );
  const off = rows.find(({ setting }) => setting === 'off');
  if (off) throw new Error(`PostgreSQL runs with ${off.name}=off: what the hub acknowledges could be lost. Set it on.`);
}
