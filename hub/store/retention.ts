import type { Queryable, Transaction } from './database.ts';

async function count(db: Queryable, sql: string, values: readonly unknown[]): Promise<number> {
  return (await db.query(sql, values)).length;
}

/** Forgets answers to envelopes and checks that are older. How many. */
export async function deleteOldAnswers(db: Queryable, bureau: string, before: string): Promise<number> {
  const answers = 'delete from answers where bureau = $1 and answered_at < $2 returning 1';
  const checks = 'delete from checks where bureau = $1 and answered_at < $2 returning 1';
  return (await count(db, answers, [bureau, before])) + (await count(db, checks, [bureau, before]));
}

/** The place of an envelope among those of its bureau, in the order they were received. */
export interface EnvelopePlace {
  readonly receivedAt: string;
  readonly id: string;
}

/** A bureau's next older envelopes after a place. */
export async function listOldEnvelopes(
  db: Queryable,
  bureau: string,
  before: string,
  after: EnvelopePlace | null,
  limit: number,
): Promise<EnvelopePlace[]> {
  const { receivedAt, id } = after ?? { receivedAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
  return db.query<EnvelopePlace>(
    `select received_at as "receivedAt", id from envelopes
      where bureau = $1 and received_at < $2 and received_at >= $3 and (received_at, id) > ($3, $4)
      order by received_at, id limit $5`,
    [bureau, before, receivedAt, id, limit],
  );
}

/** Takes these envelopes of a bureau from every stream of which each active workstation has read as far. How many items. */
export async function deleteReadItems(db: Queryable, sender: string, ids: readonly string[]): Promise<number> {
  return count(
    db,
    `delete from streams s
      using unnest($2::uuid[]) as old (id),
            (select bureau, min(stream_read) as number from workstations where status = 'active' group by bureau) read
      where s.sender = $1 and s.envelope_id = old.id and read.bureau = s.bureau and s.number <= read.number
      returning 1`,
    [sender, ids],
  );
}

/** Forgets those of these envelopes that stand in no stream any more; the bytes they took. */
export async function deleteUnreferencedEnvelopes(
  db: Queryable,
  bureau: string,
  ids: readonly string[],
): Promise<number[]> {
  const rows = await db.query<{ bytes: number }>(
    `delete from envelopes e using unnest($2::uuid[]) as old (id)
      where e.bureau = $1 and e.id = old.id
        and not exists (select 1 from streams s where s.sender = e.bureau and s.envelope_id = e.id)
      returning octet_length(e.document::text) as bytes`,
    [bureau, ids],
  );
  return rows.map(({ bytes }) => bytes);
}

/**
 * The chunks of a bureau's blobs that every addressed bureau had fetched before a time, and of those no envelope ever named that were
 * brought before it. What an envelope inside the bureau names goes after that envelope.
 */
const SETTLED = `
  c.bureau = $1 and c.uploaded_at < $2
  and not exists (select 1 from blob_readers r
                   where r.owner = c.bureau and r.blob_id = c.blob_id and r.bureau <> c.bureau
                     and (r.fetched_at is null or r.fetched_at >= $2))
  and not exists (select 1 from blob_readers r join envelopes e on e.bureau = r.bureau and e.id = r.named_inside
                   where r.bureau = c.bureau and r.blob_id = c.blob_id and r.owner = c.bureau)
  and not exists (select 1 from blob_chunks late
                   where late.bureau = c.bureau and late.blob_id = c.blob_id and late.uploaded_at >= $2)`;

/** The ids of a bureau's settled blobs. */
export async function listSettledBlobs(db: Queryable, bureau: string, before: string): Promise<string[]> {
  const sql = `select distinct c.blob_id as "blobId" from blob_chunks c where ${SETTLED}`;
  return (await db.query<{ blobId: string }>(sql, [bureau, before])).map(({ blobId }) => blobId);
}

/** Forgets a blob if it still is settled; the sizes of its chunks. Whoever may name it has to be kept waiting meanwhile. */
export async function deleteSettledBlob(
  tx: Transaction,
  bureau: string,
  before: string,
  blobId: string,
): Promise<number[]> {
  const sql = `delete from blob_chunks c where ${SETTLED} and c.blob_id = $3 returning size`;
  return (await tx.query<{ size: number }>(sql, [bureau, before, blobId])).map(({ size }) => size);
}
