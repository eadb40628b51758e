/**
 * Files of a case are shared with the bureau's other workstations like its other records: those that were added before are still to be
 * offered. A content is looked for by its digest before it is sent or fetched.
 */
export const sharedFiles = {
  version: 6,
  statements: [
    'CREATE INDEX attachments_by_digest ON attachments(digest)',
    'CREATE INDEX uploads_of_attachment ON uploads(attachment_id)',
    "DELETE FROM sync_state WHERE name = 'all-offered'",
  ],
} as const;
