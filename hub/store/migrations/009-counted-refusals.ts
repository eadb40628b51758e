import type { Migration } from './migration.ts';

export const countedRefusals: Migration = {
  number: 9,
  name: 'counted refusals',
  sql: `
    -- Refusals of one kind by one caller that go into one audit entry: counted here until it is written.
    create table counted_refusals (
      bureau text not null,
      name text not null,
      -- What the audit entry will say, but for its time and the count.
      entry jsonb not null,
      since timestamptz not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      times bigint not null,
      primary key (bureau, name)
    );
  `,
};
