/** What arrived and could not be read is shown until a person says that it is dealt with; it is kept all the same. */
export const settledArrivals = {
  version: 10,
  statements: [
    'ALTER TABLE unreadable_envelopes ADD COLUMN settled_at INTEGER',
    'ALTER TABLE unreadable_envelopes ADD COLUMN settled_by TEXT',
  ],
} as const;
