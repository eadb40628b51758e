import { z } from 'zod';
import { uuid } from '../lib/ids.ts';
import { sha256Hex } from './bytes.ts';
import { MAX_CHUNKS } from './seal-file.ts';

/**
 * PUT /v1/blobs/:id/chunks/:index — one sealed chunk as application/octet-stream, its SHA-256 (hexadecimal) in the
 * header below. Sending the same chunk again changes nothing; sending other bytes under its number is `blob-differs`.
 * GET the same address reads it back.
 */
export const CHUNK_DIGEST_HEADER = 'ncb-sha256';

export const blobAddress = z.object({ id: uuid });
export const chunkAddress = z.object({
  id: uuid,
  index: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_CHUNKS - 1),
});

/** GET /v1/blobs/:id: which chunks are here, so that a cut upload goes on where it stopped. */
export const blobState = z.object({
  id: uuid,
  chunks: z.array(z.object({ index: z.int().min(0), size: z.int().min(1), sha256: sha256Hex })),
});

export type BlobState = z.infer<typeof blobState>;
