import type { Migration } from './migration.ts';

export const blobsByTime: Migration = {
  number: 11,
  name: 'blobs by time',
  sql: `
    -- Whoever lets go of old blobs looks up which are, and whether all who may read one have fetched it, and not through all that is young.
    create index blob_chunks_by_time on blob_chunks (bureau, uploaded_at, blob_id);
    create index blob_readers_by_owner on blob_readers (owner, blob_id);
  `,
};
