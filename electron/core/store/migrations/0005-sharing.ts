/**
 * Records that a bureau's workstations share. `shared_records` holds what the others have, or have been sent: what is missing there is
 * still to be offered. `record_changes` keeps every edit made since, because only all of them say what a field is.
 */
export const sharing = {
  version: 5,
  statements: [
    'CREATE INDEX workstations_of_bureau ON workstations(bureau)',
    'CREATE TABLE shared_records (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID',
    `CREATE TABLE record_changes (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record_kind TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
      base_version INTEGER NOT NULL, base TEXT NOT NULL, value TEXT NOT NULL, parents TEXT NOT NULL, seen INTEGER NOT NULL,
      decision INTEGER NOT NULL, author TEXT NOT NULL, workstation TEXT NOT NULL, at INTEGER NOT NULL, place INTEGER,
      followed INTEGER NOT NULL) STRICT`,
    'CREATE INDEX changes_of_record ON record_changes(record_id, field)',
    // However often a field was edited, what it is now is read from the few edits that no other has followed.
    'CREATE INDEX heads_of_field ON record_changes(record_id, field) WHERE followed = 0',
    'CREATE TABLE awaited_changes (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID',
    `CREATE TABLE conflicts (
      record_id TEXT NOT NULL, field TEXT NOT NULL, record_kind TEXT NOT NULL, found_at INTEGER NOT NULL,
      PRIMARY KEY (record_id, field)) STRICT`,
    `CREATE TABLE waiting_entries (
      number INTEGER PRIMARY KEY, needs TEXT NOT NULL, entry TEXT NOT NULL, workstation TEXT NOT NULL, place INTEGER NOT NULL,
      UNIQUE (needs, entry)) STRICT`,
  ],
} as const;
