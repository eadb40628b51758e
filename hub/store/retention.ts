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

/** The place of a chunk among those of its bureau, in the order they were brought. */
export interface ChunkPlace {
  readonly uploadedAt: string;
  readonly blobId: string;
}

/** A bureau's next older chunks after a place; several of one blob that were brought at the same time are one. */
export async function listOldChunks(
  db: Queryable,
  bureau: string,
  before: string,
  after: ChunkPlace | null,
  limit: number,
): Promise<ChunkPlace[]> {
  const { uploadedAt, blobId } = after ?? { uploadedAt: '-infinity', blobId: '00000000-0000-0000-0000-000000000000' };
  return db.query<ChunkPlace>(
    `select uploaded_at as "uploadedAt", blob_id as "blobId" from blob_chunks
      where bureau = $1 and uploaded_at < $2 and uploaded_at >= $3 and (uploaded_at, blob_id) > ($3, $4)
      group by uploaded_at, blob_id order by uploaded_at, blob_id limit $5`,
    [bureau, before, uploadedAt, blobId, limit],
  );
}

/**
 * Whether every addressed bureau had fetched a blob before a time, and it was brought before it; one that no envelope ever named needs
 * nobody to fetch it. What an envelope inside the bureau names goes after that envelope. $1: its bureau · $2: the time
 */
const isSettled = (blob: string): string => `
  not exists (select 1 from blob_readers r
               where r.owner = $1 and r.blob_id = ${blob} and r.bureau <> $1 and (r.fetched_at is null or r.fetched_at >= $2))
  and not exists (select 1 from blob_readers r join envelopes e on e.bureau = r.bureau and e.id = r.named_inside
                   where r.bureau = $1 and r.blob_id = ${blob} and r.owner = $1)
  and not exists (select 1 from blob_chunks late
                   where late.bureau = $1 and late.blob_id = ${blob} and late.uploaded_at >= $2)`;

/** Those of a bureau's blobs that are settled. */
export async function settledOf(
  db: Queryable,
  bureau: string,
  before: string,
  blobIds: readonly string[],
): Promise<string[]> {
  const sql = `select old.id as id from unnest($3::uuid[]) as old (id) where ${isSettled('old.id')}`;
  return (await db.query<{ id: string }>(sql, [bureau, before, blobIds])).map(({ id }) => id);
}

/** Forgets a blob if it still is settled; the sizes of its chunks. Whoever may name it has to be kept waiting meanwhile. */
export async function deleteSettledBlob(
  tx: Transaction,
  bureau: string,
  before: string,
  blobId: string,
): Promise<number[]> {
  const sql = `delete from blob_chunks c where c.bureau = $1 and c.blob_id = $3 and ${isSettled('$3')} returning size`;
  return (await tx.query<{ size: number }>(sql, [bureau, before, blobId])).map(({ size }) => size);
}
