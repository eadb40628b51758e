import type { Migration } from './migration.ts';

export const blobsInsideABureau: Migration = {
  number: 8,
  name: 'blobs inside a bureau',
  sql: `
    -- The last envelope to its own bureau alone that named a blob. Which workstations have fetched it is not known:
    -- as long as one of them has not read the envelope, the blob is kept.
    alter table blob_readers add column named_inside uuid;
  `,
};
