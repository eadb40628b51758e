/**
 * A person can hold an item back. And the outbox in the order in which it was filled: rows are never deleted from it, so that the
 * row's own number tells which came first, whatever the clock said.
 */
export const outboxPause = {
  version: 2,
  statements: [
    'ALTER TABLE outbox ADD COLUMN paused_at INTEGER',
    'ALTER TABLE outbox ADD COLUMN paused_by TEXT',
    'CREATE INDEX outbox_in_order ON outbox(state, priority)',
  ],
} as const;
