import { chainBeginning } from '#shared/domain/audit-chain.ts';
import type { HubAuditEntry } from '#shared/protocol/audit-checkpoint.ts';
import { contentHash } from './content-hash.ts';
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

const FIRST = chainBeginning;

/** The number and the hash of a chain's entry. */
export interface ChainLinkName {
  readonly number: number;
  readonly hash: string;
}

function hashOf(bureau: string, row: Omit<AuditRow, 'hash'>): string {
  const { number, at, event, workstation, subject, details, previousHash } = row;
  return contentHash({ bureau, number, at, event, workstation, subject, details, previousHash });
}

/**
 * Holds the heads of these chains until the transaction ends, in the order of the codes, and begins those that are not
 * there. Take these locks last.
 */
export async function lockAuditHeads(tx: Transaction, bureaus: readonly string[]): Promise<Map<string, ChainLinkName>> {
  const lock = () =>
    tx.query<ChainLinkName & { bureau: string }>(
      'select bureau, number, hash from audit_heads where bureau = any($1) order by bureau for update',
      [bureaus],
    );
  const heads = await lock();
  if (heads.length === bureaus.length) return byBureau(heads);
  const begin = `insert into audit_heads (bureau, number, hash) select bureau, 0, $2 from unnest($1::text[]) bureau
                  order by bureau on conflict do nothing`;
  await tx.query(begin, [bureaus, FIRST]);
  return byBureau(await lock());
}

const byBureau = (heads: readonly (ChainLinkName & { bureau: string })[]) =>
  new Map(heads.map(({ bureau, number, hash }) => [bureau, { number, hash }]));

/** Links the entries to their chains, in order. `heads` must be held; the new ones come back with the rows. */
function linkEntries(entries: readonly AuditEntry[], heads: ReadonlyMap<string, ChainLinkName>) {
  const ends = new Map(heads);
  const rows = entries.map(({ bureau, at, event, workstation = null, subject = null, details = {} }) => {
    const last = ends.get(bureau) ?? { number: 0, hash: FIRST };
    const unhashed = { number: last.number + 1, at, event, workstation, subject, details, previousHash: last.hash };
    const row = { bureau, ...unhashed, hash: hashOf(bureau, unhashed) };
    ends.set(bureau, { number: row.number, hash: row.hash });
    return row;
  });
  return { rows, ends };
}

/** Appends to chains whose heads are held; where each entry will stand when the transaction commits, in order. */
export function appendAuditEntries(
  tx: Transaction,
  entries: readonly AuditEntry[],
  heads: ReadonlyMap<string, ChainLinkName>,
): readonly ChainLinkName[] {
  const { rows, ends } = linkEntries(entries, heads);
  tx.write(
    `insert into audit (bureau, number, at, event, workstation, subject, details, previous_hash, hash)
     select bureau, number, at, event, workstation, subject, details, previous_hash, hash
       from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::uuid[], $6::text[], $7::jsonb[], $8::text[],
                   $9::text[])
            as given (bureau, number, at, event, workstation, subject, details, previous_hash, hash)`,
    [
      rows.map(({ bureau }) => bureau),
      rows.map(({ number }) => number),
      rows.map(({ at }) => at),
      rows.map(({ event }) => event),
      rows.map(({ workstation }) => workstation),
      rows.map(({ subject }) => subject),
      rows.map(({ details }) => JSON.stringify(details)),
      rows.map(({ previousHash }) => previousHash),
      rows.map(({ hash }) => hash),
    ],
  );
  const moved = [...new Set(entries.map(({ bureau }) => bureau))].map((bureau) => [bureau, ends.get(bureau)] as const);
  tx.write(
    `update audit_heads h set number = given.number, hash = given.hash
       from unnest($1::text[], $2::bigint[], $3::text[]) as given (bureau, number, hash) where h.bureau = given.bureau`,
    [moved.map(([bureau]) => bureau), moved.map(([, end]) => end?.number), moved.map(([, end]) => end?.hash)],
  );
  return rows.map(({ number, hash }) => ({ number, hash }));
}

/** Appends one entry to its chain and holds its head until the transaction ends. Take this lock last. */
export async function appendAudit(tx: Transaction, entry: AuditEntry): Promise<ChainLinkName> {
  const heads = await lockAuditHeads(tx, [entry.bureau]);
  return appendAuditEntries(tx, [entry], heads)[0] as ChainLinkName;
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
      if (!fits || hashOf(bureau, row) !== row.hash) {
        return { bureau, entries: head.number, brokenAt: number + 1 };
      }
      [number, previousHash] = [row.number, row.hash];
    }
  }
  const whole = number === head.number && previousHash === head.hash;
  return { bureau, entries: head.number, brokenAt: whole ? null : number };
}

/** Entries of a chain after one and up to another, in order. */
export async function readAuditEntries(
  db: Queryable,
  bureau: string,
  after: number,
  upTo: number,
  limit: number,
): Promise<HubAuditEntry[]> {
  return db.query<HubAuditEntry>(
    `select number, at, event, workstation, subject, details, previous_hash as "previousHash", hash
       from audit where bureau = $1 and number > $2 and number <= $3 order by number limit $4`,
    [bureau, after, upTo, limit],
  );
}

export async function listChains(db: Queryable): Promise<string[]> {
  return (await db.query<{ bureau: string }>('select bureau from audit_heads order by bureau')).map(
    ({ bureau }) => bureau,
  );
}
