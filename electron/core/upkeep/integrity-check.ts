import type { ReadDb } from '../store/database.ts';
import { AT_ONCE, type Slices, WHEN_QUIET_MS } from './quiet-work.ts';

/** What the check of the database in memory has found. */
export type Integrity =
  | { readonly state: 'not-yet' }
  | { readonly state: 'running'; readonly checked: number; readonly tables: number }
  | { readonly state: 'sound'; readonly at: number; readonly longestMs: number }
  /** `tables`: in which of them. */
  | { readonly state: 'unsound'; readonly at: number; readonly longestMs: number; readonly tables: readonly string[] };

interface CheckDeps {
  readonly db: ReadDb;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly onResult: (integrity: Integrity) => void;
}

/** From so many rows on, the check of one table takes longer than a person should wait for an answer. */
const LARGE_TABLE_ROWS = 3000;

/**
 * SQLite's own check, table by table: rows against indexes, indexes against order, relations against what they name. SQLite cannot
 * pause within a table, and the longest takes 0.1 s or more at 50 MB, so the large ones wait for a pause of the person at the screen.
 */
export function* integritySlices({ db, now, monotonicMs, onResult }: CheckDeps): Slices {
  const tables = tablesOf(db);
  const unsound: string[] = [];
  let longestMs = 0;
  const timed = <T>(work: () => T): T => {
    const start = monotonicMs();
    const result = work();
    longestMs = Math.max(longestMs, monotonicMs() - start);
    return result;
  };
  for (const [index, table] of tables.entries()) {
    onResult({ state: 'running', checked: index, tables: tables.length });
    const patience = isLarge(db, table) ? WHEN_QUIET_MS : AT_ONCE;
    yield patience;
    const isSound = timed(() => structureHolds(db, table));
    yield patience;
    if (!timed(() => relationsHold(db, table)) || !isSound) unsound.push(table);
  }
  const figures = { at: now(), longestMs: Math.round(longestMs) };
  onResult(unsound.length === 0 ? { state: 'sound', ...figures } : { state: 'unsound', ...figures, tables: unsound });
}

const tablesOf = (db: ReadDb): readonly string[] =>
  db
    .all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .map(({ name }) => name);

/** Counting stops as soon as it is known. */
function isLarge(db: ReadDb, table: string): boolean {
  try {
    const row = db.get<{ rows: number }>(
      `SELECT count(*) AS rows FROM (SELECT 1 FROM "${table}" LIMIT ${LARGE_TABLE_ROWS})`,
    );
    return row?.rows === LARGE_TABLE_ROWS;
  } catch {
    return false; // the check itself says what is wrong
  }
}

function structureHolds(db: ReadDb, table: string): boolean {
  try {
    const found = db.all<{ integrity_check: string }>('SELECT integrity_check FROM pragma_integrity_check(?)', [table]);
    return found.every((row) => row.integrity_check === 'ok');
  } catch {
    return false; // so broken that SQLite gives up on it
  }
}

function relationsHold(db: ReadDb, table: string): boolean {
  try {
    return db.all('SELECT 1 FROM pragma_foreign_key_check(?) LIMIT 1', [table]).length === 0;
  } catch {
    return false;
  }
}
