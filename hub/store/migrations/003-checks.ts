import type { Migration } from './migration.ts';

export const checks: Migration = {
  number: 3,
  name: 'checks',
  sql: `
    -- Stored answers of checks: the same check asked again gets the same answer.
    create table checks (
      bureau text not null,
      id uuid not null,
      workstation uuid not null,
      content_sha256 text not null,
      response jsonb not null,
      answered_at timestamptz not null,
      primary key (bureau, id)
    );

    -- One row for each reference database: the number of its last change.
    create table reference_heads (
      database text primary key,
      change bigint not null,
      as_of timestamptz not null
    );

    -- A null document is a withdrawn record, which the copies still have to hear of.
    create table reference_records (
      database text not null,
      record_id text not null,
      change bigint not null,
      changed_at timestamptz not null,
      document jsonb,
      primary key (database, record_id)
    );
    create unique index reference_records_by_change on reference_records (database, change);

    -- Blocking keys: what a query must share with a record to be compared with it at all.
    create table reference_keys (
      database text not null,
      key text not null,
      record_id text not null,
      primary key (database, key, record_id)
    );
    create index reference_keys_by_record on reference_keys (database, record_id);
  `,
};
