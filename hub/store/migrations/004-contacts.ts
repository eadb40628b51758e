import type { Migration } from './migration.ts';

export const contacts: Migration = {
  number: 4,
  name: 'contacts',
  sql: `
    -- The last contact of a workstation: whether its memory goes on where the hub last met it.
    alter table workstations
      add column contact_number bigint not null default 0,
      add column contact_token text,
      -- What that contact named as those before it.
      add column contact_past jsonb not null default '[]',
      add column contact_at timestamptz,
      -- Since when it shows an older copy of its store; null while it does not.
      add column behind_since timestamptz;
  `,
};
