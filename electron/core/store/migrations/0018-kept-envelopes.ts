/**
 * What could not be read is kept under a number of its own, in the order in which it arrived, and not under its number in the stream: that
 * one is given once more where the hub was put back to a back-up, and what bore it before stays. No number is used twice, as a person who
 * deals with one may still see one that could be read meanwhile. And whether the hub has lost it.
 */
export const keptEnvelopes = {
  version: 18,
  statements: [
    'ALTER TABLE unreadable_envelopes RENAME TO unreadable_by_stream_number',
    `CREATE TABLE unreadable_envelopes (
      number INTEGER PRIMARY KEY AUTOINCREMENT, stream_number INTEGER NOT NULL, envelope_id TEXT NOT NULL, from_bureau TEXT NOT NULL,
      reason TEXT NOT NULL, envelope TEXT NOT NULL, at INTEGER NOT NULL, settled_at INTEGER, settled_by TEXT,
      lost INTEGER NOT NULL DEFAULT 0) STRICT`,
    `INSERT INTO unreadable_envelopes (number, stream_number, envelope_id, from_bureau, reason, envelope, at, settled_at, settled_by)
      SELECT stream_number, stream_number, envelope_id, from_bureau, reason, envelope, at, settled_at, settled_by
        FROM unreadable_by_stream_number ORDER BY stream_number`,
    'DROP TABLE unreadable_by_stream_number',
    'CREATE INDEX unreadable_by_stream_number ON unreadable_envelopes (stream_number)',
    `CREATE INDEX unreadable_to_settle
      ON unreadable_envelopes (settled_at, (envelope ->> '$.priority') IS 'urgent', number, reason) WHERE settled_at IS NULL`,
    `CREATE INDEX unreadable_alike
      ON unreadable_envelopes (settled_at, from_bureau, envelope ->> '$.kind', reason, (envelope ->> '$.priority') IS 'urgent') WHERE settled_at IS NULL`,
  ],
} as const;
