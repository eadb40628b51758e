import type { CheckResponse } from '#shared/protocol/checks.ts';
import type { Queryable, Transaction } from './database.ts';

export interface StoredCheck {
  readonly contentSha256: string;
  readonly response: CheckResponse;
  /** When it was carried out. */
  readonly answeredAt: string;
}

export interface NewCheck extends StoredCheck {
  readonly bureau: string;
  readonly workstation: string;
}

/** Of a check among those of all bureaus. */
export const checkKey = ({ bureau, id }: CheckName): string => `${bureau} ${id}`;

export interface CheckName {
  readonly bureau: string;
  readonly id: string;
}

/** The stored answers to these checks, by `checkKey`. What was asked is kept as a hash only. */
export async function findChecks(db: Queryable, names: readonly CheckName[]): Promise<Map<string, StoredCheck>> {
  const rows = await db.query<StoredCheck & CheckName>(
    `select c.bureau, c.id, c.content_sha256 as "contentSha256", c.response, c.answered_at as "answeredAt"
       from checks c join unnest($1::text[], $2::uuid[]) as asked (bureau, id) on c.bureau = asked.bureau and c.id = asked.id`,
    [names.map(({ bureau }) => bureau), names.map(({ id }) => id)],
  );
  return new Map(rows.map(({ bureau, id, ...stored }) => [checkKey({ bureau, id }), stored]));
}

/** Keeps answers; the transaction fails when one is kept already. */
export function storeChecks(tx: Transaction, checks: readonly NewCheck[]): void {
  tx.write(
    `insert into checks (bureau, id, workstation, content_sha256, response, answered_at)
     select bureau, id, workstation, content_sha256, response, answered_at
       from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[], $6::timestamptz[])
            as given (bureau, id, workstation, content_sha256, response, answered_at)`,
    [
      checks.map(({ bureau }) => bureau),
      checks.map(({ response }) => response.checkId),
      checks.map(({ workstation }) => workstation),
      checks.map(({ contentSha256 }) => contentSha256),
      checks.map(({ response }) => JSON.stringify(response)),
      checks.map(({ answeredAt }) => answeredAt),
    ],
  );
}
