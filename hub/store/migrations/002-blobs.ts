import type { Migration } from './migration.ts';

export const blobs: Migration = {
  number: 2,
  name: 'blobs',
  sql: `
    create table blob_chunks (
      bureau text not null,
      blob_id uuid not null,
      index int not null,
      size int not null,
      sha256 text not null,
      uploaded_at timestamptz not null,
      bytes bytea not null,
      primary key (bureau, blob_id, index)
    );
    -- Sealed bytes do not compress.
    alter table blob_chunks alter column bytes set storage external;

    -- Which bureau may read which blob, because an accepted envelope addressed to it names the blob.
    create table blob_readers (
      bureau text not null,
      blob_id uuid not null,
      owner text not null,
      primary key (bureau, blob_id)
    );
  `,
};
