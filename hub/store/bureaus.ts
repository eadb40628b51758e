import type { BureauRole } from '#shared/domain/role.ts';
import type { BureauNames, DirectoryKey } from '#shared/protocol/directory.ts';
import type { Queryable, Transaction } from './database.ts';

export interface BureauRow {
  readonly code: string;
  readonly names: BureauNames;
  readonly role: BureauRole;
  readonly status: 'active' | 'suspended';
}

export interface BureauKeyRow extends DirectoryKey {
  readonly bureau: string;
}

/** Adds a bureau and its empty stream; false when it was there already. */
export async function addBureau(tx: Transaction, bureau: Omit<BureauRow, 'status'>, at: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into bureaus (code, names, role, created_at) values ($1, $2, $3, $4)
     on conflict (code) do nothing returning code`,
    [bureau.code, JSON.stringify(bureau.names), bureau.role, at],
  );
  await tx.query('insert into stream_heads (bureau) values ($1) on conflict do nothing', [bureau.code]);
  return rows.length === 1;
}

export async function listBureaus(db: Queryable): Promise<BureauRow[]> {
  return db.query<BureauRow>('select code, names, role, status from bureaus order by code');
}

export async function findBureau(db: Queryable, code: string): Promise<BureauRow | undefined> {
  return (await db.query<BureauRow>('select code, names, role, status from bureaus where code = $1', [code]))[0];
}

/** Holds the bureau's row until the transaction ends, so that its first key is registered once. */
export async function lockBureau(tx: Transaction, code: string): Promise<BureauRow | undefined> {
  const sql = 'select code, names, role, status from bureaus where code = $1 for update';
  return (await tx.query<BureauRow>(sql, [code]))[0];
}

/** Suspends or readmits; false when there is no such bureau. */
export async function setBureauStatus(db: Queryable, code: string, status: BureauRow['status']): Promise<boolean> {
  const sql = 'update bureaus set status = $2 where code = $1 returning code';
  return (await db.query(sql, [code, status])).length === 1;
}

/** The keys of all bureaus, retired ones too; not those nobody holds any more. */
export async function listBureauKeys(db: Queryable): Promise<BureauKeyRow[]> {
  return db.query<BureauKeyRow>(
    `select bureau, key_id as "keyId", public_key as "publicKey", status, since
       from bureau_keys where status <> 'lost' order by bureau, since, key_id`,
  );
}

/** The same for one bureau, the first one first. */
export async function keysOfBureau(db: Queryable, code: string): Promise<DirectoryKey[]> {
  return db.query<DirectoryKey>(
    `select key_id as "keyId", public_key as "publicKey", status, since
       from bureau_keys where bureau = $1 and status <> 'lost' order by since, key_id`,
    [code],
  );
}

/** A key that was given up for lost and turns up again, out of a back-up, is the bureau's again. */
export async function addBureauKey(
  tx: Transaction,
  bureau: string,
  key: { keyId: string; publicKey: string },
  since: string,
): Promise<void> {
  await tx.query(
    `insert into bureau_keys (bureau, key_id, public_key, since) values ($1, $2, $3, $4)
     on conflict (bureau, key_id) do update set status = 'current' where bureau_keys.status = 'lost'`,
    [bureau, key.keyId, key.publicKey, since],
  );
}

/** Bodies sealed to it before still open; nothing is sealed to it any more. */
export async function retireBureauKey(tx: Transaction, bureau: string, keyId: string): Promise<void> {
  await tx.query(`update bureau_keys set status = 'retired' where bureau = $1 and key_id = $2`, [bureau, keyId]);
}

/** No workstation holds the bureau's keys any more: none of them is shown. How many there were. */
export async function loseBureauKeys(tx: Transaction, bureau: string): Promise<number> {
  const sql = `update bureau_keys set status = 'lost' where bureau = $1 and status <> 'lost' returning key_id`;
  return (await tx.query(sql, [bureau])).length;
}

/** Bureau → the ids of its current key and of its workstations' device keys. */
export type KnownKeys = ReadonlyMap<string, ReadonlySet<string>>;
