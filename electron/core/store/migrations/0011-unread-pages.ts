/**
 * A page of what could not be read, how much there is and what is alike are read from indexes: an envelope may be large, and how many
 * there are is up to whoever sends.
 */
export const unreadPages = {
  version: 11,
  statements: [
    `CREATE INDEX unreadable_to_settle
      ON unreadable_envelopes (settled_at, (envelope ->> '$.priority') IS 'urgent', stream_number, reason) WHERE settled_at IS NULL`,
    `CREATE INDEX unreadable_alike
      ON unreadable_envelopes (settled_at, from_bureau, envelope ->> '$.kind', reason, (envelope ->> '$.priority') IS 'urgent') WHERE settled_at IS NULL`,
  ],
} as const;
