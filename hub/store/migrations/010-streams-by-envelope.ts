import type { Migration } from './migration.ts';

export const streamsByEnvelope: Migration = {
  number: 10,
  name: 'streams by envelope',
  sql: `
    -- In which streams an envelope stands: whoever lets go of old ones looks them up, and not through all that is young.
    create index streams_by_envelope on streams (sender, envelope_id);
  `,
};
