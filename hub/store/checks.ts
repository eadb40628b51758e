import type { CheckResponse } from '#shared/protocol/checks.ts';
import type { Queryable, Transaction } from './database.ts';
import type { WorkstationName } from './workstations.ts';

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

export interface KnownChecks {
  /** The stored answers, by `checkKey`. */
  readonly known: Map<string, StoredCheck>;
  /** Those of the workstations that may ask, being active in a bureau that is. */
  readonly active: ReadonlySet<string>;
}

/** Checks that were asked before, and who asks, in one statement. */
const FIND = `
  select c.bureau as bureau, c.id as id, c.content_sha256 as "contentSha256", c.response as response,
         c.answered_at as "answeredAt"
    from checks c join unnest($1::text[], $2::uuid[]) as asked (bureau, id) on c.bureau = asked.bureau and c.id = asked.id
   union all
  select w.bureau, w.id, null, null, null
    from workstations w join unnest($3::text[], $4::uuid[]) as asking (bureau, id) on w.bureau = asking.bureau and w.id = asking.id
    join bureaus b on b.code = w.bureau
   where w.status = 'active' and b.status = 'active'`;

/** The stored answers to these checks, and which of these workstations may ask. What was asked is kept as a hash only. */
export async function findChecks(
  db: Queryable,
  names: readonly CheckName[],
  workstations: readonly WorkstationName[],
): Promise<KnownChecks> {
  const rows = await db.query<CheckName & (StoredCheck | { contentSha256: null })>(FIND, [
    names.map(({ bureau }) => bureau),
    names.map(({ id }) => id),
    workstations.map(({ bureau }) => bureau),
    workstations.map(({ id }) => id),
  ]);
  const known = new Map<string, StoredCheck>();
  const active = new Set<string>();
  for (const { bureau, id, ...stored } of rows) {
    if (stored.contentSha256 === null) active.add(id);
    else known.set(checkKey({ bureau, id }), stored);
  }
  return { known, active };
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
