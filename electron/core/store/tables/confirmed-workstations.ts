import type { WorkstationId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A workstation of the own bureau to which its people hand the bureau's keys. */
export interface ConfirmedWorkstation {
  readonly id: WorkstationId;
  /** Base64url, X25519: the one that was compared, whatever the directory shows later. */
  readonly deviceKey: string;
}

export function confirmedWorkstations(db: ReadDb): ConfirmedWorkstation[] {
  return db.all<ConfirmedWorkstation>('SELECT id, device_key AS deviceKey FROM confirmed_workstations ORDER BY id');
}

/**
 * Once confirmed is confirmed: a workstation keeps its device key for as long as it lives.
 * @param by the person who compared, or the workstation that told of it
 */
export function confirmWorkstation(
  tx: WriteDb,
  { id, deviceKey }: ConfirmedWorkstation,
  by: string,
  now: number,
): void {
  tx.run(
    `INSERT INTO confirmed_workstations (id, device_key, confirmed_at, confirmed_by) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
    [id, deviceKey, now, by],
  );
}

export function noteKeyHolder(tx: WriteDb, workstationId: string, keyId: string): void {
  tx.run(
    'INSERT INTO key_holders (workstation_id, key_id) VALUES (?, ?) ON CONFLICT (workstation_id, key_id) DO NOTHING',
    [workstationId, keyId],
  );
}

/** Workstations that were handed a key, as far as the stream has shown. */
export function holdersOfKey(db: ReadDb, keyId: string): ReadonlySet<string> {
  const rows = db.all<{ id: string }>('SELECT workstation_id AS id FROM key_holders WHERE key_id = ?', [keyId]);
  return new Set(rows.map(({ id }) => id));
}
