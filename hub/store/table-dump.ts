import type { Queryable, Transaction } from './database.ts';

/** Rows read or written at once: a chunk of an attachment is a megabyte. */
const ROWS = 50;
const ROWS_OF_BLOBS = 4;

/** Every table of the hub, but for the list of its migrations. */
export async function listTables(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> 'migrations' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const quoted = (table: string): string => `"${table.replaceAll('"', '""')}"`;
const rowsAtOnce = (table: string): number => (table === 'blob_chunks' ? ROWS_OF_BLOBS : ROWS);

/** The rows of a table as JSON texts of one line each, exactly as PostgreSQL writes their values. */
export async function* readTable(tx: Transaction, table: string): AsyncGenerator<string> {
  // A line feed in valid JSON stands between tokens only.
  const rows = `select replace(row_to_json(t)::text, chr(10), ' ') as row from ${quoted(table)} t`;
  await tx.query(`declare dump no scroll cursor for ${rows}`);
  for (;;) {
    const page = await tx.query<{ row: string }>(`fetch ${rowsAtOnce(table)} from dump`);
    for (const { row } of page) yield row;
    if (page.length < rowsAtOnce(table)) break;
  }
  await tx.query('close dump');
}

/** Puts rows back; `flush` writes what is held back, and must be called last. */
export function openTableWriter(tx: Transaction): {
  put(table: string, row: string): Promise<void>;
  flush(): Promise<void>;
} {
  let current = '';
  let held: string[] = [];
  const flush = async () => {
    if (held.length === 0) return;
    const rows = `[${held.join(',')}]`;
    held = [];
    await tx.query(
      `insert into ${quoted(current)} select * from json_populate_recordset(null::${quoted(current)}, $1)`,
      [rows],
    );
  };
  return {
    put: async (table, row) => {
      if (table !== current || held.length >= rowsAtOnce(table)) await flush();
      current = table;
      held.push(row);
    },
    flush,
  };
}

export async function emptyTables(tx: Transaction, tables: readonly string[]): Promise<void> {
  for (const table of tables) await tx.query(`delete from ${quoted(table)}`);
}
