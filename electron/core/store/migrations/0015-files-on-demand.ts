/** A large file waits at the hub until a person asks for it: since when somebody does, and when its content was brought there. */
export const filesOnDemand = {
  version: 15,
  statements: [
    'ALTER TABLE attachments ADD COLUMN asked_at INTEGER',
    'ALTER TABLE attachments ADD COLUMN brought_at INTEGER',
    "CREATE INDEX attachments_on_demand ON attachments(added_at, id) WHERE state = 'on-demand'",
  ],
} as const;
