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

/** By certificate: `sha256` of its DER, in hexadecimal. Unknown ones are left out. */
export async function findByCertificates(
  db: Queryable,
  sha256s: readonly string[],
): Promise<Map<string, KnownWorkstation>> {
  const rows = await db.query<KnownWorkstation & { sha256: string }>(
    `select w.id, w.bureau, w.signing_key as "signingKey", w.status, w.certificate_until as "certificateUntil",
            b.status as "bureauStatus", b.role as "bureauRole", w.certificate_sha256 as sha256
       from workstations w join bureaus b on b.code = w.bureau
      where w.certificate_sha256 = any($1)`,
    [sha256s],
  );
  return new Map(rows.map(({ sha256, ...known }) => [sha256, known]));
}

export type NamedWorkstation = Pick<KnownWorkstation, 'id' | 'signingKey' | 'status' | 'bureauStatus'> &
  Pick<NewWorkstation, 'deviceKey'>;

/** A workstation of a bureau by its id. */
export async function findWorkstation(
  db: Queryable,
  bureau: string,
  id: string,
): Promise<NamedWorkstation | undefined> {
  const sql = `select w.id, w.signing_key as "signingKey", w.device_key as "deviceKey", w.status, b.status as "bureauStatus"
                 from workstations w join bureaus b on b.code = w.bureau where w.bureau = $1 and w.id = $2`;
  return (await db.query<NamedWorkstation>(sql, [bureau, id]))[0];
}

export async function listWorkstations(db: Queryable): Promise<DirectoryWorkstation[]> {
  return db.query<DirectoryWorkstation>(
    `select id, bureau, signing_key as "signingKey", device_key as "deviceKey", status, enrolled_at as "enrolledAt",
            revoked_under as "revokedUnder"
       from workstations order by bureau, id`,
  );
}

export interface WorkstationName {
  readonly bureau: string;
  readonly id: string;
}

export interface HeldWorkstations {
  /** Workstation id → the sequence number its next envelope must carry; what the hub does not know is left out. */
  readonly next: Map<string, number>;
  /** Those that may ask, being active in a bureau that is. */
  readonly active: ReadonlySet<string>;
}

/** Holds the workstations' rows until the transaction ends, locked in one order, so that two groups never wait for each other. */
export async function lockNextSequences(
  tx: Transaction,
  workstations: readonly WorkstationName[],
): Promise<HeldWorkstations> {
  const rows = await tx.query<{ id: string; next: number; status: string; bureauStatus: string }>(
    `select w.id, w.next_sequence as next, w.status, b.status as "bureauStatus"
       from workstations w join unnest($1::text[], $2::uuid[]) as asked (bureau, id) on w.bureau = asked.bureau and w.id = asked.id
       join bureaus b on b.code = w.bureau
      order by w.bureau, w.id for update of w`,
    [workstations.map(({ bureau }) => bureau), workstations.map(({ id }) => id)],
  );
  const active = rows.filter(({ status, bureauStatus }) => status === 'active' && bureauStatus === 'active');
  return { next: new Map(rows.map(({ id, next }) => [id, next])), active: new Set(active.map(({ id }) => id)) };
}

/** The sequence numbers the next envelopes must carry from now on. */
export function putNextSequences(
  tx: Transaction,
  workstations: readonly (WorkstationName & { readonly next: number })[],
): void {
  tx.write(
    `update workstations w set next_sequence = given.next
       from unnest($1::text[], $2::uuid[], $3::bigint[]) as given (bureau, id, next)
      where w.bureau = given.bureau and w.id = given.id`,
    [workstations.map(({ bureau }) => bureau), workstations.map(({ id }) => id), workstations.map(({ next }) => next)],
  );
}

/** How far a workstation has read its bureau's stream; written when it has come further only, and never beyond the stream. */
export async function noteStreamRead(db: Queryable, bureau: string, id: string, number: number): Promise<void> {
  await db.query(
    `update workstations set stream_read = $3
      where bureau = $1 and id = $2 and stream_read < $3 and $3 <= (select head from stream_heads where bureau = $1)`,
    [bureau, id, number],
  );
}

/** For good, with the key it may hold. The bureau of the workstation, or undefined when there is no such active one. */
export async function revokeWorkstation(tx: Transaction, id: string): Promise<string | undefined> {
  const sql = `update workstations w
                  set status = 'revoked',
                      revoked_under = (select key_id from bureau_keys k where k.bureau = w.bureau and k.status = 'current')
                where id = $1 and status = 'active' returning bureau`;
  return (await tx.query<{ bureau: string }>(sql, [id]))[0]?.bureau;
}
