import type { BlobState } from '#shared/protocol/blobs.ts';
import type { Queryable, Transaction } from './database.ts';

export interface ChunkFacts {
  readonly index: number;
  readonly size: number;
  readonly sha256: string;
}

export interface NewChunk extends ChunkFacts {
  readonly bureau: string;
  readonly blobId: string;
  readonly bytes: Uint8Array;
  readonly uploadedAt: string;
}

/** Keeps a chunk once; the facts of the one that is there, which may be another's, and whether it is this one, new. */
export async function keepChunk(db: Queryable, chunk: NewChunk): Promise<ChunkFacts & { readonly isNew: boolean }> {
  const { bureau, blobId, index, size, sha256, bytes, uploadedAt } = chunk;
  const inserted = await db.query(
    `insert into blob_chunks (bureau, blob_id, index, size, sha256, uploaded_at, bytes)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning index`,
    [bureau, blobId, index, size, sha256, uploadedAt, Buffer.from(bytes)],
  );
  const rows = await db.query<ChunkFacts>(
    'select index, size, sha256 from blob_chunks where bureau = $1 and blob_id = $2 and index = $3',
    [bureau, blobId, index],
  );
  return { ...(rows[0] ?? chunk), isNew: inserted.length > 0 };
}

export async function listChunks(db: Queryable, bureau: string, blobId: string): Promise<BlobState['chunks']> {
  return db.query<ChunkFacts>(
    'select index, size, sha256 from blob_chunks where bureau = $1 and blob_id = $2 order by index',
    [bureau, blobId],
  );
}

export interface BlobName {
  readonly bureau: string;
  readonly blobId: string;
}

/** All of a blob that is here. */
export interface BlobFacts extends BlobName {
  readonly chunks: number;
  /** The largest index. */
  readonly last: number;
  readonly size: number;
  /** The SHA-256 of each chunk, in order, one after the other. */
  readonly digests: string;
}

/** What is here of these blobs, each named once; those of which nothing is are left out. */
export async function readBlobFacts(tx: Transaction, names: readonly BlobName[]): Promise<BlobFacts[]> {
  if (names.length === 0) return [];
  return tx.query<BlobFacts>(
    `select c.bureau as bureau, c.blob_id as "blobId", count(*) as chunks, max(c.index) as last, sum(c.size) as size,
            string_agg(c.sha256, '' order by c.index) as digests
       from blob_chunks c join unnest($1::text[], $2::uuid[]) as named (bureau, id) on c.bureau = named.bureau and c.blob_id = named.id
      group by c.bureau, c.blob_id`,
    [names.map(({ bureau }) => bureau), names.map(({ blobId }) => blobId)],
  );
}

export interface StoredChunk {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly isLast: boolean;
}

/** Notes that a bureau has fetched a blob to its end, once. */
export async function noteFetched(db: Queryable, reader: string, blobId: string, at: string): Promise<void> {
  const sql = 'update blob_readers set fetched_at = $3 where bureau = $1 and blob_id = $2 and fetched_at is null';
  await db.query(sql, [reader, blobId, at]);
}

export async function readChunk(
  db: Queryable,
  bureau: string,
  blobId: string,
  index: number,
): Promise<StoredChunk | undefined> {
  const rows = await db.query<StoredChunk>(
    `select bytes, sha256, index = (select max(index) from blob_chunks where bureau = $1 and blob_id = $2) as "isLast"
       from blob_chunks where bureau = $1 and blob_id = $2 and index = $3`,
    [bureau, blobId, index],
  );
  return rows[0];
}

/** Whose blob of this id the reader may read: its own, or the one an envelope addressed to it named first. */
export async function readableOwner(db: Queryable, reader: string, blobId: string): Promise<string | undefined> {
  const rows = await db.query<{ owner: string }>(
    `(select bureau as owner from blob_chunks where bureau = $1 and blob_id = $2 limit 1)
     union all select owner from blob_readers where bureau = $1 and blob_id = $2`,
    [reader, blobId],
  );
  return rows[0]?.owner;
}

export interface Naming {
  readonly owner: string;
  readonly envelopeId: string;
  /** The bureaus whose streams the envelope goes to. */
  readonly bureaus: readonly string[];
  readonly blobIds: readonly string[];
}

/**
 * Lets the bureaus read the blobs of an accepted envelope. Who named an id first keeps it, so that nobody who has seen
 * it in an envelope can put another blob in its place.
 */
export function allowReading(tx: Transaction, { owner, envelopeId, bureaus, blobIds }: Naming): void {
  const isInside = bureaus.every((bureau) => bureau === owner);
  tx.write(
    `insert into blob_readers (bureau, blob_id, owner, named_inside)
     select distinct reader, blob, $1, $4::uuid from unnest($2::text[]) reader, unnest($3::uuid[]) blob
     on conflict (bureau, blob_id) do update set named_inside = excluded.named_inside
       where excluded.named_inside is not null and blob_readers.owner = excluded.owner`,
    [owner, bureaus, blobIds, isInside ? envelopeId : null],
  );
}
