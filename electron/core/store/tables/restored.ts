import type { ReadDb, WriteDb } from '../database.ts';
import type { Identity } from './identity.ts';

/**
 * What a store that came out of a back-up knows of the workstation it was made on. While this stands, the workstation has no identity and
 * has to be enrolled. The bureau's keys are the bureau's, and stay in their table: what was sent to the bureau opens with nothing else.
 */
export interface RestoredFrom extends Pick<Identity, 'bureau' | 'workstationId' | 'name' | 'hubUrl' | 'rootKey'> {
  readonly restoredAt: number;
  /** Of the back-up. */
  readonly createdAt: number;
}

const NAME = 'restored';

export function restoredFrom(db: ReadDb): RestoredFrom | null {
  const row = db.get<{ value: string }>('SELECT value FROM identity WHERE name = ?', [NAME]);
  return row ? (JSON.parse(row.value) as RestoredFrom) : null;
}

/** Takes every identity out of the store, the keys with it, and leaves the mark. */
export function replaceIdentityByMark(tx: WriteDb, mark: RestoredFrom): void {
  tx.run('DELETE FROM identity');
  tx.run('INSERT INTO identity (name, value) VALUES (?, ?)', [NAME, JSON.stringify(mark)]);
}

export function removeMark(tx: WriteDb): void {
  tx.run('DELETE FROM identity WHERE name = ?', [NAME]);
}
