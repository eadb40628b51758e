import type { DirectoryWorkstation } from '#shared/protocol/directory.ts';
import type { Queryable, Transaction } from './database.ts';

/** A workstation with what its certificate allows. */
export interface KnownWorkstation {
  readonly id: string;
  readonly bureau: string;
  readonly signingKey: string;
  readonly status: 'active' | 'revoked';
  readonly certificateUntil: string;
  readonly bureauStatus: 'active' | 'suspended';
  readonly bureauRole: string;
}

export interface NewWorkstation {
  readonly id: string;
  readonly bureau: string;
  readonly signingKey: string;
  readonly deviceKey: string;
  readonly deviceKeyId: string;
  readonly certificateSha256: string;
  readonly certificateUntil: string;
  readonly enrolledAt: string;
}

export async function addWorkstation(tx: Transaction, row: NewWorkstation): Promise<void> {
  await tx.query(
    `insert into workstations (bureau, id, signing_key, device_key, device_key_id, certificate_sha256,
                               certificate_until, enrolled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.bureau,
      row.id,
      row.signingKey,
      row.deviceKey,
      row.deviceKeyId,
      row.certificateSha256,
      row.certificateUntil,
      row.enrolledAt,
    ],
  );
}

/** `sha256`: of the certificate's DER, in hexadecimal. */
export async function findByCertificate(db: Queryable, sha256: string): Promise<KnownWorkstation | undefined> {
  const rows = await db.query<KnownWorkstation>(
    `select w.id, w.bureau, w.signing_key as "signingKey", w.status, w.certificate_until as "certificateUntil",
            b.status as "bureauStatus", b.role as "bureauRole"
       from workstations w join bureaus b on b.code = w.bureau
      where w.certificate_sha256 = $1`,
    [sha256],
  );
  return rows[0];
}

export async function listWorkstations(db: Queryable): Promise<DirectoryWorkstation[]> {
  return db.query<DirectoryWorkstation>(
    `select id, bureau, signing_key as "signingKey", device_key as "deviceKey", status, enrolled_at as "enrolledAt"
       from workstations order by bureau, id`,
  );
}

/** Holds the workstation's row until the transaction ends; the sequence number its next envelope must carry. */
export async function lockNextSequence(tx: Transaction, bureau: string, id: string): Promise<number> {
  const sql = 'select next_sequence as next from workstations where bureau = $1 and id = $2 for update';
  const next = (await tx.query<{ next: number }>(sql, [bureau, id]))[0]?.next;
  if (next === undefined) throw new Error('Workstation vanished');
  return next;
}

export async function advanceSequence(tx: Transaction, bureau: string, id: string): Promise<void> {
  await tx.query('update workstations set next_sequence = next_sequence + 1 where bureau = $1 and id = $2', [
    bureau,
    id,
  ]);
}

/** For good. The bureau of the workstation, or undefined when there is no such active one. */
export async function revokeWorkstation(tx: Transaction, id: string): Promise<string | undefined> {
  const sql = `update workstations set status = 'revoked' where id = $1 and status = 'active' returning bureau`;
  return (await tx.query<{ bureau: string }>(sql, [id]))[0]?.bureau;
}
