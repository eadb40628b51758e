/** Edits of fields that were let go of, because others have followed them: should one come again, it is known. */
export const forgottenChanges = {
  version: 12,
  statements: ['CREATE TABLE forgotten_changes (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID'],
} as const;
