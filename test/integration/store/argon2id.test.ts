import { expect, it } from 'vitest';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { KeySlotsFile, passphraseSlots } from '#core/vault/key-slots.ts';
import { openVault } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, newVault, vaultOptions } from '#test/helpers/vault.ts';

it('a vault opens with the real Argon2id at 64 MiB or more, and not with another passphrase', async () => {
  const disk = new MemoryFileSystem();
  (await newVault('/v', disk, { kdf: argon2idKdf })).store.close();
  const [slot] = passphraseSlots(new KeySlotsFile(disk, '/v').read().stored.slots);
  const { algorithm, memoryKiB = 0, iterations = 0, parallelism } = slot?.kdf ?? {};
  expect(algorithm).toBe('argon2id');
  expect(memoryKiB).toBeGreaterThanOrEqual(64 * 1024);
  expect(memoryKiB).toBeLessThanOrEqual(256 * 1024);
  expect(iterations).toBeGreaterThanOrEqual(3);
  expect(parallelism).toBe(4);
  const open = (passphrase: string) =>
    openVault({ ...vaultOptions('/v', disk), kdf: argon2idKdf, unlock: { ...FIRST_USER, passphrase } });
  const right = await open(FIRST_USER.passphrase);
  expect(right.ok).toBe(true);
  if (right.ok) right.value.store.close();
  expect(await open('another passphrase')).toMatchObject({ ok: false, error: { kind: 'wrong-passphrase' } });
});

it('Argon2id gives what RFC 9106 reference implementations give', async () => {
  const key = await argon2idKdf.derive('password', new TextEncoder().encode('somesalt'), {
    algorithm: 'argon2id',
    memoryKiB: 65_536,
    iterations: 2,
    parallelism: 1,
  });
  expect(Buffer.from(key).toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
});
