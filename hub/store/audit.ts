import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import type { Queryable, Transaction } from './database.ts';

/** The chain of what belongs to no bureau. */
export const HUB_CHAIN = '-';

/** Codes, ids and sizes; never the content of anything. */
export interface AuditEntry {
  readonly bureau: string;
  readonly at: string;
  readonly event: string;
  readonly workstation?: string;
  /** What it was about: the id of an envelope, a check, a code's bureau … */
  readonly subject?: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

interface AuditRow {
  readonly number: number;
  readonly at: string;
  readonly event: string;
  readonly workstation: string | null;
  readonly subject: string | null;
  readonly details: Record<string, string | number>;
  readonly previousHash: string;
  readonly hash: string;
}

const FIRST = '0'.repeat(64);

function hashOf(bureau: string, row: Omit<AuditRow, 'hash'>): Promise<string> {
  const { number, at, event, workstation, subject, details, previousHash } = row;
  return canonicalHash({ bureau, number, at, event, workstation, subject, details, previousHash });
}

/** Appends to the bureau's chain and holds its head until the transaction ends. Take this lock last. */
export async function appendAudit(tx: Transaction, entry: AuditEntry): Promise<{ number: number; hash: string }> {
  await tx.query('insert into audit_heads (bureau, number, hash) values ($1, 0, $2) on conflict do nothing', [
    entry.bureau,
    FIRST,
  ]);
  const heads = await tx.query<{ number: number; hash: string }>(
    'select number, hash from audit_heads where bureau = $1 for update',
    [entry.bureau],
  );
  const head = heads[0] ?? { number: 0, hash: FIRST };
  const { at, event } = entry;
  const unhashed = {
    number: head.number + 1,
    at,
    event,
    workstation: entry.workstation ?? null,
    subject: entry.subject ?? null,
    details: entry.details ?? {},
    previousHash: head.hash,
  };
  const hash = await hashOf(entry.bureau, unhashed);
  await tx.query(
    `insert into audit (bureau, number, at, event, workstation, subject, details, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      entry.bureau,
      unhashed.number,
      at,
      event,
      unhashed.workstation,
      unhashed.subject,
      JSON.stringify(unhashed.details),
      head.hash,
      hash,
    ],
  );
  await tx.query('update audit_heads set number = $2, hash = $3 where bureau = $1', [
    entry.bureau,
    unhashed.number,
    hash,
  ]);
  return { number: unhashed.number, hash };
}

export interface ChainReport {
  readonly bureau: string;
  readonly entries: number;
  /** The first entry that does not fit, or null when the chain is whole. */
  readonly brokenAt: number | null;
}

const PAGE = 1000;

/** Recomputes one chain from its first entry to its head. */
export async function verifyAuditChain(db: Queryable, bureau: string): Promise<ChainReport> {
  const heads = await db.query<{ number: number; hash: string }>(
    'select number, hash from audit_heads where bureau = $1',
    [bureau],
  );
  const head = heads[0] ?? { number: 0, hash: FIRST };
  let [number, previousHash] = [0, FIRST];
  while (number < head.number) {
    const rows = await db.query<AuditRow>(
      `select number, at, event, workstation, subject, details, previous_hash as "previousHash", hash
         from audit where bureau = $1 and number > $2 order by number limit ${PAGE}`,
      [bureau, number],
    );
    if (rows.length === 0) return { bureau, entries: head.number, brokenAt: number + 1 };
    for (const row of rows) {
      const fits = row.number === number + 1 && row.previousHash === previousHash;
      if (!fits || (await hashOf(bureau, row)) !== row.hash) {
        return { bureau, entries: head.number, brokenAt: number + 1 };
      }
      [number, previousHash] = [row.number, row.hash];
    }
  }
  const whole = number === head.number && previousHash === head.hash;
  return { bureau, entries: head.number, brokenAt: whole ? null : number };
}

export async function listChains(db: Queryable): Promise<string[]> {
  return (await db.query<{ bureau: string }>('select bureau from audit_heads order by bureau')).map(
    ({ bureau }) => bureau,
  );
}
