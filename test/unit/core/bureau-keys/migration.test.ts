import { expect, it } from 'vitest';
import { isWaitingForKeys } from '#core/bureau-keys/own-key.ts';
import { migrate } from '#core/store/migrate.ts';
import { casework } from '#core/store/migrations/0001-casework.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { heldBureauKeys } from '#core/store/tables/bureau-keys.ts';
import { readIdentity } from '#core/store/tables/identity.ts';
import { createVault } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';

it('a workstation that held the one key of its bureau holds it after the update, as the bureau’s first', async () => {
  const options = { ...vaultOptions('/v', new MemoryFileSystem()), migrations: [casework], firstUser: FIRST_USER };
  const created = await createVault(options);
  if (!created.ok) throw new Error(created.error.kind);
  const { store } = created.value;
  const before = {
    bureau: 'UTO',
    workstationId: '01930000-0000-7000-8000-000000000001',
    name: 'UTO-0001',
    devicePrivateKey: 'DEVICE',
    bureauKeyId: 'K',
    bureauPublicKey: 'PUBLIC',
    bureauPrivateKey: 'PRIVATE',
  };
  const keys = JSON.stringify([
    { keyId: 'K', publicKey: 'PUBLIC', status: 'current', since: '2026-01-01T00:00:00.000Z' },
  ]);
  store.transaction((tx) => {
    tx.run('INSERT INTO identity (name, value) VALUES (?, ?)', ['workstation', JSON.stringify(before)]);
    tx.run("INSERT INTO sync_state (name, value) VALUES ('directory-etag', 'x'), ('stream-cursor', '7')");
    tx.run('INSERT INTO bureaus (code, role, names, keys, updated_at) VALUES (?, ?, ?, ?, 0)', [
      'UTO',
      'national-central-bureau',
      '{}',
      keys,
    ]);
  });
  migrate(store, allMigrations);
  expect(heldBureauKeys(store.read)).toEqual([{ keyId: 'K', publicKey: 'PUBLIC', privateKey: 'PRIVATE', since: 0 }]);
  const { bureauKeyId: _id, bureauPublicKey: rootKey, bureauPrivateKey: _private, ...kept } = before;
  expect(readIdentity(store.read)).toEqual({ ...kept, rootKey });
  expect(isWaitingForKeys(store.read, { bureau: 'UTO' })).toBe(false);
  // The directory is fetched anew, for the device keys; the stream goes on where it was.
  expect(store.read.all('SELECT name FROM sync_state')).toEqual([{ name: 'stream-cursor' }]);
  store.close();
});
