import type { Migration } from './migration.ts';

export const usageAndRetention: Migration = {
  number: 6,
  name: 'usage and retention',
  sql: `
    -- What a bureau has sent in the last minute it sent anything, and what the hub stores for it.
    create table bureau_usage (
      bureau text primary key,
      minute timestamptz not null,
      envelopes bigint not null,
      stored_bytes bigint not null
    );

    -- How far a workstation has read its bureau's stream: what every one has read may go in time.
    alter table workstations add column stream_read bigint not null default 0;

    -- When a bureau that may read a blob had fetched its last chunk.
    alter table blob_readers add column fetched_at timestamptz;

    create index answers_by_time on answers (bureau, answered_at);
    create index envelopes_by_time on envelopes (bureau, received_at);
    create index checks_by_time on checks (bureau, answered_at);
  `,
};
