/** Which workstation asks a check's question: at the others of the bureau it is open, and waits there. Null for those of before. */
export const askingWorkstation = {
  version: 7,
  statements: ['ALTER TABLE checks ADD COLUMN workstation TEXT'],
} as const;
