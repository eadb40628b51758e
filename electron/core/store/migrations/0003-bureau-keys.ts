/**
 * A bureau has several workstations and, over time, several keys. The one key that stood in the identity becomes the first row of its own
 * table; what was the bureau's first key then is what names the bureau (identity.rootKey).
 */
export const bureauKeys = {
  version: 3,
  statements: [
    `CREATE TABLE bureau_keys (
      key_id TEXT PRIMARY KEY, public_key TEXT NOT NULL, private_key TEXT NOT NULL, since INTEGER NOT NULL) STRICT`,
    `INSERT INTO bureau_keys (key_id, public_key, private_key, since)
      SELECT json_extract(value, '$.bureauKeyId'), json_extract(value, '$.bureauPublicKey'), json_extract(value, '$.bureauPrivateKey'), 0
      FROM identity WHERE coalesce(json_extract(value, '$.bureauPrivateKey'), '') <> ''`,
    `UPDATE identity SET value = json_remove(
        json_set(value, '$.rootKey', json_extract(value, '$.bureauPublicKey')),
        '$.bureauKeyId', '$.bureauPublicKey', '$.bureauPrivateKey')
      WHERE json_extract(value, '$.bureauPublicKey') IS NOT NULL`,
    // Workstations the bureau's people have confirmed, each with the device key that was compared.
    `CREATE TABLE confirmed_workstations (
      id TEXT PRIMARY KEY, device_key TEXT NOT NULL, confirmed_at INTEGER NOT NULL, confirmed_by TEXT NOT NULL) STRICT`,
    // Which of them was handed which key, as far as the stream has shown.
    `CREATE TABLE key_holders (
      workstation_id TEXT NOT NULL, key_id TEXT NOT NULL, PRIMARY KEY (workstation_id, key_id)) STRICT`,
    // Keys of other bureaus: the first one seen is taken as it is, a later one is told until somebody has compared it.
    `CREATE TABLE seen_keys (
      bureau TEXT NOT NULL, key_id TEXT NOT NULL, public_key TEXT NOT NULL, seen_at INTEGER NOT NULL,
      accepted_at INTEGER, accepted_by TEXT, PRIMARY KEY (bureau, key_id)) STRICT`,
    `ALTER TABLE workstations ADD COLUMN device_key TEXT NOT NULL DEFAULT ''`,
    'ALTER TABLE workstations ADD COLUMN enrolled_at INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE workstations ADD COLUMN revoked_under TEXT',
    // Fetched anew, with what the columns above need.
    "DELETE FROM sync_state WHERE name = 'directory-etag'",
  ],
} as const;
