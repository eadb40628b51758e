/**
 * What the bureau's stream brought and under which number: of that a hub that is put back to a back-up may lose some. And what timelines tell of a
 * message, wherever it stands.
 */
export const arrivals = {
  version: 17,
  statements: [
    `CREATE TABLE arrivals (
       id TEXT PRIMARY KEY,
       kind TEXT NOT NULL,
       ref_id TEXT NOT NULL,
       stream_number INTEGER NOT NULL,
       lost INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX arrivals_by_number ON arrivals(stream_number)',
    'CREATE INDEX arrivals_lost ON arrivals(stream_number, id) WHERE lost = 1',
    "CREATE INDEX events_of_message ON events(subject_id) WHERE subject_kind = 'message'",
  ],
} as const;
