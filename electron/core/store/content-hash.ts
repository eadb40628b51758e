import { createHash } from 'node:crypto';
import type { ReadDb, SqlValue } from './database.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * SHA-256 over the schema and every row of every table, independent of how the pages lie in the file: two stores with the
 * same hash hold the same. The hidden tables of a full-text index follow from its content and are left out.
 */
export function contentHash(db: ReadDb): string {
  const hash = createHash('sha256');
  for (const { name, sql } of contentTables(db)) {
    hash.update(`${JSON.stringify([name, sql])}\n`);
    const columns = db.all<{ name: string }>('SELECT name FROM pragma_table_info(?) ORDER BY cid', [name]);
    const list = columns.map((column) => quoted(column.name)).join(', ');
    const rows = db.all<Record<string, SqlValue>>(`SELECT ${list} FROM ${quoted(name)}`);
    for (const row of rows.map(encodeRow).sort()) hash.update(`${row}\n`);
  }
  return hash.digest('hex');
}

function contentTables(db: ReadDb): readonly { name: string; sql: string }[] {
  const tables = db.all<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const indexes = tables.filter(({ sql }) => /^CREATE VIRTUAL TABLE/i.test(sql)).map(({ name }) => name);
  return tables.filter(({ name }) => !indexes.some((index) => name.startsWith(`${index}_`)));
}

/** Numbers keep their sign of zero, bytes are told from text. */
function encodeRow(row: Record<string, SqlValue>): string {
  return JSON.stringify(
    Object.values(row).map((value) => {
      if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
      return typeof value === 'number' ? { number: Object.is(value, -0) ? '-0' : String(value) } : value;
    }),
  );
}
