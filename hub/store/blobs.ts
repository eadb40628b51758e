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

/** Keeps a chunk once; the facts of the one that is there, which may be another's. */
export async function keepChunk(db: Queryable, chunk: NewChunk): Promise<ChunkFacts> {
  const { bureau, blobId, index, size, sha256, bytes, uploadedAt } = chunk;
  await db.query(
    `insert into blob_chunks (bureau, blob_id, index, size, sha256, uploaded_at, bytes)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [bureau, blobId, index, size, sha256, uploadedAt, Buffer.from(bytes)],
  );
  const rows = await db.query<ChunkFacts>(
    'select index, size, sha256 from blob_chunks where bureau = $1 and blob_id = $2 and index = $3',
    [bureau, blobId, index],
  );
  return rows[0] ?? chunk;
}

export async function listChunks(db: Queryable, bureau: string, blobId: string): Promise<BlobState['chunks']> {
  return db.query<ChunkFacts>(
    'select index, size, sha256 from blob_chunks where bureau = $1 and blob_id = $2 order by index',
    [bureau, blobId],
  );
}

export async function readChunk(
  db: Queryable,
  bureau: string,
  blobId: string,
  index: number,
): Promise<{ bytes: Buffer; sha256: string } | undefined> {
  const rows = await db.query<{ bytes: Buffer; sha256: string }>(
    'select bytes, sha256 from blob_chunks where bureau = $1 and blob_id = $2 and index = $3',
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

/**
 * Lets the bureaus read the blobs of an accepted envelope. Who named an id first keeps it, so that nobody who has seen
 * it in an envelope can put another blob in its place.
 */
export async function allowReading(
  tx: Transaction,
  owner: string,
  bureaus: readonly string[],
  blobIds: readonly string[],
): Promise<void> {
  await tx.query(
    `insert into blob_readers (bureau, blob_id, owner)
     select reader, blob, $1 from unnest($2::text[]) reader, unnest($3::uuid[]) blob on conflict do nothing`,
    [owner, bureaus, blobIds],
  );
}
