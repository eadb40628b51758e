/** What goes by file instead of by the line: docs/bundle-format.md. */
export const bundles = {
  version: 4,
  statements: [
    // The last bundle an item was written into; it keeps its state, and goes by the line if that comes back first.
    'ALTER TABLE outbox ADD COLUMN carried_bundle INTEGER',
    'ALTER TABLE outbox ADD COLUMN carried_at INTEGER',
    `CREATE TABLE bundles (
      id TEXT PRIMARY KEY, direction TEXT NOT NULL, workstation TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
      at INTEGER NOT NULL, by TEXT NOT NULL, items INTEGER NOT NULL, head TEXT NOT NULL, decided TEXT NOT NULL,
      answered_at INTEGER) STRICT`,
    'CREATE INDEX bundles_by_time ON bundles(at DESC, id)',
    'CREATE UNIQUE INDEX bundles_by_number ON bundles(direction, workstation, number)',
  ],
} as const;
