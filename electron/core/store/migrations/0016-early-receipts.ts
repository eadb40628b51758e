/** What is said of messages that are not here, in a table that can be bounded; kept before under a name for each message. */
export const earlyReceipts = {
  version: 16,
  statements: [
    `CREATE TABLE early_receipts (
       id INTEGER PRIMARY KEY,
       envelope_id TEXT NOT NULL,
       from_bureau TEXT NOT NULL,
       state TEXT NOT NULL,
       receipt TEXT NOT NULL,
       UNIQUE (envelope_id, from_bureau, state)
     ) STRICT`,
    'CREATE INDEX early_receipts_from ON early_receipts (from_bureau)',
    `INSERT OR IGNORE INTO early_receipts (envelope_id, from_bureau, state, receipt)
     SELECT substr(s.name, 16), json_extract(k.value, '$.from'), json_extract(k.value, '$.receipt.state'), json_extract(k.value, '$.receipt')
     FROM sync_state s, json_each(s.value) k WHERE s.name LIKE 'early-receipts %' ORDER BY s.name, k.key`,
    "DELETE FROM sync_state WHERE name LIKE 'early-receipts %'",
  ],
} as const;
