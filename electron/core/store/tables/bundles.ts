import type { ReadDb, WriteDb } from '../database.ts';

/** outward: written here · carried: brought to the hub here for another workstation · answers: read in here · taken-over: see take-over.ts */
export type BundleDirection = 'outward' | 'carried' | 'answers' | 'taken-over';

export interface BundleRow {
  readonly id: string;
  readonly direction: BundleDirection;
  /** Whose work it carries, and what people call it. */
  readonly workstation: string;
  readonly name: string;
  /** Of the outward bundle; of answers, the one they answer. */
  readonly number: number;
  readonly at: number;
  readonly by: string;
  readonly items: number;
  /** The head of the bundle (JSON, shared/protocol/bundle/records.ts). */
  readonly head: string;
  /** What the hub said of a carried one: signed statements (JSON). */
  readonly decided: string;
  /** When its answers were last written here; null = not yet. */
  readonly answeredAt: number | null;
}

const COLUMNS = 'id, direction, workstation, name, number, at, by, items, head, decided, answered_at AS answeredAt';

/** Notes a bundle; the same one again takes the place of what was noted, and keeps its id. */
export function putBundle(tx: WriteDb, row: Omit<BundleRow, 'answeredAt'>): void {
  tx.run(
    `INSERT INTO bundles (id, direction, workstation, name, number, at, by, items, head, decided) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (direction, workstation, number) DO UPDATE SET
       at = excluded.at, by = excluded.by, items = excluded.items, head = excluded.head, decided = excluded.decided`,
    [row.id, row.direction, row.workstation, row.name, row.number, row.at, row.by, row.items, row.head, row.decided],
  );
}

export function bundleByNumber(
  db: ReadDb,
  direction: BundleDirection,
  workstation: string,
  number: number,
): BundleRow | null {
  const sql = `SELECT ${COLUMNS} FROM bundles WHERE direction = ? AND workstation = ? AND number = ?`;
  return db.get<BundleRow>(sql, [direction, workstation, number]) ?? null;
}

export function bundleById(db: ReadDb, id: string): BundleRow | null {
  return db.get<BundleRow>(`SELECT ${COLUMNS} FROM bundles WHERE id = ?`, [id]) ?? null;
}

/** The latest first. */
export function latestBundles(db: ReadDb, limit: number): BundleRow[] {
  return db.all<BundleRow>(`SELECT ${COLUMNS} FROM bundles ORDER BY at DESC, id DESC LIMIT ?`, [limit]);
}

export function setBundleAnswered(tx: WriteDb, id: string, at: number): void {
  tx.run('UPDATE bundles SET answered_at = ? WHERE id = ?', [at, id]);
}
