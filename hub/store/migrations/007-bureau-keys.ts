import type { Migration } from './migration.ts';

export const bureauKeys: Migration = {
  number: 7,
  name: 'renewal of bureau keys',
  sql: `
    -- The key that was its bureau's current one when a workstation was revoked: it may hold it.
    alter table workstations add column revoked_under text;
    update workstations w set revoked_under = k.key_id
      from bureau_keys k where w.status = 'revoked' and k.bureau = w.bureau and k.status = 'current';
  `,
};
