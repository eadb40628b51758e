import type { EnrolmentResponse } from '#shared/protocol/enrolment.ts';
import type { Queryable, Transaction } from './database.ts';

export interface EnrolmentCodeRow {
  readonly bureau: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
  readonly usedByKeySha256: string | null;
  readonly answer: EnrolmentResponse | null;
}

/** Keeps the hash of a secret only. */
export async function addEnrolmentCode(
  tx: Transaction,
  code: { secretSha256: string; bureau: string; createdAt: string; expiresAt: string },
): Promise<void> {
  await tx.query(
    'insert into enrolment_codes (secret_sha256, bureau, created_at, expires_at) values ($1, $2, $3, $4)',
    [code.secretSha256, code.bureau, code.createdAt, code.expiresAt],
  );
}

/** Whether there is or was such a code. */
export async function isEnrolmentCode(db: Queryable, secretSha256: string): Promise<boolean> {
  return (await db.query('select 1 from enrolment_codes where secret_sha256 = $1', [secretSha256])).length > 0;
}

/** Holds the code until the transaction ends: two requests with one code take turns. */
export async function lockEnrolmentCode(tx: Transaction, secretSha256: string): Promise<EnrolmentCodeRow | undefined> {
  const rows = await tx.query<EnrolmentCodeRow>(
    `select bureau, expires_at as "expiresAt", used_at as "usedAt", used_by_key_sha256 as "usedByKeySha256", answer
       from enrolment_codes where secret_sha256 = $1 for update`,
    [secretSha256],
  );
  return rows[0];
}

export async function markCodeUsed(
  tx: Transaction,
  secretSha256: string,
  use: { at: string; keySha256: string; answer: EnrolmentResponse },
): Promise<void> {
  await tx.query(
    'update enrolment_codes set used_at = $2, used_by_key_sha256 = $3, answer = $4 where secret_sha256 = $1',
    [secretSha256, use.at, use.keySha256, JSON.stringify(use.answer)],
  );
}

/** Notes a wrong code, and forgets those older than `since`. */
export async function noteEnrolmentFailure(db: Queryable, address: string, at: string, since: string): Promise<void> {
  await db.query('delete from enrolment_failures where at < $1', [since]);
  await db.query('insert into enrolment_failures (address, at) values ($1, $2)', [address, at]);
}

export async function countEnrolmentFailures(db: Queryable, address: string, since: string): Promise<number> {
  const sql = 'select count(*) as failures from enrolment_failures where address = $1 and at >= $2';
  return (await db.query<{ failures: number }>(sql, [address, since]))[0]?.failures ?? 0;
}
