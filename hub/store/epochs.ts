import type { Epoch } from '#shared/protocol/epoch.ts';
import type { Queryable, Transaction } from './database.ts';

export interface EpochRow {
  readonly number: number;
  readonly id: Epoch;
}

export async function currentEpoch(db: Queryable): Promise<EpochRow | undefined> {
  const rows = await db.query<EpochRow>('select number, id from epochs order by number desc limit 1');
  return rows[0];
}

/**
 * Begins a new history: where every stream stands now is noted as its base. Enrolment codes that are open are so no more: one that was spent
 * in the history that is lost would be good a second time.
 */
export async function beginEpoch(tx: Transaction, id: Epoch, at: string): Promise<EpochRow> {
  await tx.query('lock table epochs in exclusive mode');
  const number = ((await currentEpoch(tx))?.number ?? 0) + 1;
  await tx.query('insert into epochs (number, id, began_at) values ($1, $2, $3)', [number, id, at]);
  await tx.query('insert into stream_epochs (bureau, epoch, base) select bureau, $1, head from stream_heads', [number]);
  await tx.query(
    `update workstations set stream_read = (select head from stream_heads s where s.bureau = workstations.bureau)
      where stream_read > (select head from stream_heads s where s.bureau = workstations.bureau)`,
  );
  await tx.query('update enrolment_codes set expires_at = $1 where used_at is null and expires_at > $1', [at]);
  return { number, id };
}

/**
 * Where a cursor of an older epoch goes on: the smallest base any later epoch noted for this stream.
 * Null when the hub does not know that epoch at all (it began after the backup, too).
 */
export async function resumePoint(db: Queryable, bureau: string, epoch: Epoch): Promise<number | null> {
  const rows = await db.query<{ base: number | null }>(
    `select (select min(base) from stream_epochs where bureau = $1 and epoch > known.number) as base
       from epochs known where known.id = $2`,
    [bureau, epoch],
  );
  if (!rows[0]) return null;
  return rows[0].base ?? 0;
}
