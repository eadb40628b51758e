import type { KnownContact } from '#shared/protocol/contact.ts';
import type { Transaction } from './database.ts';

export interface ContactRow extends KnownContact {
  readonly at: string | null;
  readonly behindSince: string | null;
  readonly nextSequence: number;
}

/** Holds the workstation's row until the transaction ends. */
export async function lockContact(tx: Transaction, bureau: string, id: string): Promise<ContactRow> {
  const rows = await tx.query<ContactRow>(
    `select contact_number as number, contact_token as token, contact_past as past, contact_at as at, behind_since as "behindSince",
            next_sequence as "nextSequence"
       from workstations where bureau = $1 and id = $2 for update`,
    [bureau, id],
  );
  if (!rows[0]) throw new Error('Workstation vanished');
  return rows[0];
}

/** The contact the hub holds from now on; the workstation is not behind it. */
export async function putContact(
  tx: Transaction,
  bureau: string,
  id: string,
  { number, token, past, at }: KnownContact & { readonly at: string },
): Promise<void> {
  await tx.query(
    `update workstations
        set contact_number = $3, contact_token = $4, contact_past = $5, contact_at = $6, behind_since = null
      where bureau = $1 and id = $2`,
    [bureau, id, number, token, JSON.stringify(past), at],
  );
}

export async function markBehind(tx: Transaction, bureau: string, id: string, at: string): Promise<void> {
  await tx.query('update workstations set behind_since = $3 where bureau = $1 and id = $2', [bureau, id, at]);
}
