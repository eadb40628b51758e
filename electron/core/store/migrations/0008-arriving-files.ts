/** After each round it is asked which files are still to come: mostly none, of however many. */
export const arrivingFiles = {
  version: 8,
  statements: ["CREATE INDEX attachments_arriving ON attachments(size, added_at, id) WHERE state = 'arriving'"],
} as const;
