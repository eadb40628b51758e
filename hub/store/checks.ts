import type { CheckResponse } from '#shared/protocol/checks.ts';
import type { Queryable, Transaction } from './database.ts';

export interface StoredCheck {
  readonly contentSha256: string;
  readonly response: CheckResponse;
}

/** The stored answer to a check of this bureau. What was asked is kept as a hash only. */
export async function findCheck(db: Queryable, bureau: string, id: string): Promise<StoredCheck | undefined> {
  const rows = await db.query<StoredCheck>(
    'select content_sha256 as "contentSha256", response from checks where bureau = $1 and id = $2',
    [bureau, id],
  );
  return rows[0];
}

/** Keeps the answer unless one is kept already; false then. */
export async function storeCheck(
  tx: Transaction,
  check: { bureau: string; workstation: string; contentSha256: string; response: CheckResponse; answeredAt: string },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into checks (bureau, id, workstation, content_sha256, response, answered_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id`,
    [
      check.bureau,
      check.response.checkId,
      check.workstation,
      check.contentSha256,
      JSON.stringify(check.response),
      check.answeredAt,
    ],
  );
  return rows.length === 1;
}
