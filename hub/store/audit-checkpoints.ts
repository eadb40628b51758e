import type { AuditCheckpoint } from '#shared/protocol/audit-checkpoint.ts';
import type { Queryable } from './database.ts';

export type StoredCheckpoint = Omit<AuditCheckpoint, 'certificate'>;

/** A chain whose head no checkpoint of this epoch names yet. */
export interface UnsignedHead {
  readonly bureau: string;
  readonly number: number;
  readonly hash: string;
  /** Of the last checkpoint; null before the first. */
  readonly signedAt: string | null;
  readonly signedNumber: number | null;
}

/** Chains that have grown since their last checkpoint of this epoch; of one bureau, or of all. */
export async function listUnsignedHeads(db: Queryable, epoch: string, bureau: string | null): Promise<UnsignedHead[]> {
  return db.query<UnsignedHead>(
    `select h.bureau, h.number, h.hash, last.number as "signedNumber", last.at as "signedAt"
       from audit_heads h
       join bureaus b on b.code = h.bureau
       left join audit_checkpoints last
         on last.bureau = h.bureau and last.epoch = $1
        and last.number = (select max(c.number) from audit_checkpoints c where c.bureau = h.bureau and c.epoch = $1)
      where h.number > coalesce(last.number, 0) and ($2::text is null or h.bureau = $2)`,
    [epoch, bureau],
  );
}

/** Keeps a checkpoint; when another process signed the same head, that one stands. */
export async function keepCheckpoint(db: Queryable, checkpoint: StoredCheckpoint): Promise<void> {
  await db.query(
    `insert into audit_checkpoints (bureau, number, epoch, hash, at, signature) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [checkpoint.bureau, checkpoint.number, checkpoint.epoch, checkpoint.hash, checkpoint.at, checkpoint.signature],
  );
}

/** The newest checkpoint of an epoch. */
export async function lastCheckpoint(
  db: Queryable,
  bureau: string,
  epoch: string,
): Promise<StoredCheckpoint | undefined> {
  const rows = await db.query<StoredCheckpoint>(
    `select bureau, number, epoch, hash, at, signature from audit_checkpoints
      where bureau = $1 and epoch = $2 order by number desc limit 1`,
    [bureau, epoch],
  );
  return rows[0];
}
