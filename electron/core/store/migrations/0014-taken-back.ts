/** What was offered, and lost its number again before the hub's decision was known here, may be out all the same. */
export const takenBack = {
  version: 14,
  statements: ['ALTER TABLE outbox ADD COLUMN taken_back_at INTEGER'],
} as const;
