import type { ReadDb, WriteDb } from '../database.ts';

/** One edit of one field of a shared record, as it was made. */
export interface RecordChange {
  readonly id: string;
  readonly kind: string;
  readonly recordId: string;
  readonly field: string;
  readonly baseVersion: number;
  readonly base: unknown;
  readonly value: unknown;
  readonly parents: readonly string[];
  /** How far its author's workstation had read the bureau's stream. */
  readonly seen: number;
  readonly decision: boolean;
  readonly author: string;
  readonly workstation: string;
  /** The author's clock, ms since 1970. */
  readonly at: number;
  /** Where it stands in the bureau's stream; one the hub has not taken over yet stands behind all others. */
  readonly place: number;
}

interface Stored extends Omit<RecordChange, 'base' | 'value' | 'parents' | 'decision'> {
  readonly base: string;
  readonly value: string;
  readonly parents: string;
  readonly decision: number;
}

/** Behind every place that a stream will ever give. */
const NOT_YET = 2 ** 52;

/** Whether the hub has taken it over. */
export const isPlaced = ({ place }: Pick<RecordChange, 'place'>): boolean => place < NOT_YET;

/** Whether an edit is known here, or was. */
export const isChangeKnown = (db: ReadDb, id: string): boolean =>
  db.get('SELECT 1 FROM record_changes WHERE id = ?', [id]) !== undefined || isForgotten(db, id);

const isForgotten = (db: ReadDb, id: string): boolean =>
  db.get('SELECT 1 FROM forgotten_changes WHERE id = ?', [id]) !== undefined;

const COLUMNS = `id, record_kind AS kind, record_id AS recordId, field, base_version AS baseVersion, base, value, parents, seen, decision,
  author, workstation, at, coalesce(place, ${NOT_YET} + number) AS place`;

const fromStored = (row: Stored): RecordChange => ({
  ...row,
  base: JSON.parse(row.base) as unknown,
  value: JSON.parse(row.value) as unknown,
  parents: JSON.parse(row.parents) as string[],
  decision: row.decision === 1,
});

export function changesOfField(db: ReadDb, recordId: string, field: string): RecordChange[] {
  return db
    .all<Stored>(`SELECT ${COLUMNS} FROM record_changes WHERE record_id = ? AND field = ? ORDER BY number`, [
      recordId,
      field,
    ])
    .map(fromStored);
}

/** The edits of a field that no other has followed: with several, their authors did not know of each other. */
export function headsOfField(db: ReadDb, recordId: string, field: string): RecordChange[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM record_changes WHERE record_id = ? AND field = ? AND followed = 0 ORDER BY number`,
      [recordId, field],
    )
    .map(fromStored);
}

export function changedFieldsOf(db: ReadDb, recordId: string): string[] {
  return db
    .all<{ field: string }>('SELECT DISTINCT field FROM record_changes WHERE record_id = ? ORDER BY field', [recordId])
    .map(({ field }) => field);
}

/** Edits of a record by other workstations that a change's author did not know of: not yet taken over, or after what was read. */
export function unseenChanges(
  db: ReadDb,
  change: Pick<RecordChange, 'recordId' | 'workstation' | 'seen' | 'place'>,
): RecordChange[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM record_changes WHERE record_id = ? AND workstation <> ? AND (place IS NULL OR (place > ? AND place < ?))
       ORDER BY number`,
      [change.recordId, change.workstation, placeInStream(change.seen, LAST_PART), change.place],
    )
    .map(fromStored);
}

export function changeById(db: ReadDb, id: string): RecordChange | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM record_changes WHERE id = ?`, [id]);
  return row ? fromStored(row) : null;
}

const PARTS = 1024;
const LAST_PART = PARTS - 1;

/** Where an entry of an envelope stands: the envelope's stream number, then its place inside. */
export const placeInStream = (streamNumber: number, part: number): number => streamNumber * PARTS + part;

/** Keeps a change; one that is known gets its place in the stream. Returns whether it was new. */
export function keepChange(tx: WriteDb, change: Omit<RecordChange, 'place'>, place: number | null): boolean {
  const known = tx.get<{ place: number | null }>('SELECT place FROM record_changes WHERE id = ?', [change.id]);
  if (known) {
    if (place !== null) tx.run('UPDATE record_changes SET place = ? WHERE id = ?', [place, change.id]);
    return false;
  }
  if (isForgotten(tx, change.id)) return false;
  tx.run(
    `INSERT INTO record_changes (id, record_kind, record_id, field, base_version, base, value, parents, seen, decision, author,
       workstation, at, place, followed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      change.id,
      change.kind,
      change.recordId,
      change.field,
      change.baseVersion,
      JSON.stringify(change.base ?? null),
      JSON.stringify(change.value ?? null),
      JSON.stringify(change.parents),
      change.seen,
      change.decision ? 1 : 0,
      change.author,
      change.workstation,
      change.at,
      place,
      takeAwaited(tx, change.id) ? 1 : 0,
    ],
  );
  for (const parent of change.parents) markFollowed(tx, parent);
  return true;
}

/** A parent that is not here yet is remembered: when it comes, it is known that another has followed it. */
function markFollowed(tx: WriteDb, id: string): void {
  if (tx.run('UPDATE record_changes SET followed = 1 WHERE id = ?', [id]) === 0 && !isForgotten(tx, id))
    tx.run('INSERT INTO awaited_changes (id) VALUES (?) ON CONFLICT (id) DO NOTHING', [id]);
}

const takeAwaited = (tx: WriteDb, id: string): boolean =>
  tx.run('DELETE FROM awaited_changes WHERE id = ?', [id]) === 1;

/**
 * Lets go of the edits of a field that others have followed and the hub has taken over. What a person decided, and what was decided
 * between, stays: nobody else has what was not taken.
 */
export function forgetFollowedChanges(tx: WriteDb, recordId: string, field: string): void {
  const followed = tx.all<{ id: string }>(
    `SELECT c.id FROM record_changes c
     WHERE c.record_id = ? AND c.field = ? AND c.followed = 1 AND c.place IS NOT NULL AND c.decision = 0 AND NOT EXISTS (
       SELECT 1 FROM record_changes d, json_each(d.parents) p
       WHERE d.record_id = c.record_id AND d.field = c.field AND d.decision = 1 AND p.value = c.id)`,
    [recordId, field],
  );
  for (const { id } of followed) {
    tx.run('INSERT INTO forgotten_changes (id) VALUES (?) ON CONFLICT (id) DO NOTHING', [id]);
    tx.run('DELETE FROM record_changes WHERE id = ?', [id]);
  }
}
