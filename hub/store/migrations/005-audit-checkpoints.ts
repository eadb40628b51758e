import type { Migration } from './migration.ts';

export const auditCheckpoints: Migration = {
  number: 5,
  name: 'audit checkpoints',
  sql: `
    -- Signed heads of the audit chains: what a workstation was shown cannot be unsaid.
    create table audit_checkpoints (
      bureau text not null,
      number bigint not null,
      epoch uuid not null,
      hash text not null,
      at timestamptz not null,
      signature text not null,
      primary key (bureau, number, epoch)
    );
  `,
};
