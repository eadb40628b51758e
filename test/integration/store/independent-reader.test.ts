import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentHash } from '#core/store/content-hash.ts';
import type { SqlValue } from '#core/store/database.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { everyByte } from '#test/harness/store/alterations.ts';
import { crashStates } from '#test/harness/store/crash-states.ts';
import { filesIn, hashRead } from '#test/harness/store/independent-reading.ts';
import { WHOLE_LIFE } from '#test/harness/store/lives.ts';
import { expectationAt, recordLife } from '#test/harness/store/power-cut.ts';
import { product } from '#test/harness/store/product.ts';
import { seededNumbers } from '#test/harness/store/seeded.ts';
import { DIR } from '#test/harness/store/vault-life.ts';
import { smallVault } from '#test/harness/store/vault-on-disk.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { FIRST_USER, newVault } from '#test/helpers/vault.ts';
import { readVault } from '#test/independent-reader/read-vault.ts';

const LONG_TIME = 1_200_000;

async function* twoPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 1_000);
  yield bytes.subarray(1_000);
}

describe('a reader written from docs/store-format.md alone', () => {
  it('reads, with a passphrase or the recovery key, all the product has written', { timeout: LONG_TIME }, async () => {
    const disk = new MemoryFileSystem();
    const { store, attachments, recoveryKey } = await newVault(DIR, disk, { kdf: argon2idKdf });
    const picture = new Uint8Array(1_500_000).map((_, index) => index % 251);
    const add = (values: SqlValue[]) =>
      store.transaction((tx) => tx.run('INSERT INTO cases (title, weight, picture) VALUES (?, ?, ?)', values));
    add(['first', -3, picture]);
    store.checkpoint();
    add(['قضية naïve 𝄞', 0.1, new Uint8Array([0, 255])]);
    add(['x'.repeat(9_000), -(2 ** 40), null]);
    store.transaction((tx) => {
      for (let id = 1; id <= 3; id += 1) tx.run('INSERT INTO notes (case_id, text) VALUES (?, ?)', [id, `note ${id}`]);
      tx.run('DELETE FROM notes WHERE case_id = ?', [2]);
    });
    const scan = picture.subarray(0, 1_200_000);
    await attachments.put(twoPieces(scan));
    const hash = contentHash(store.read);
    store.close();
    for (const credential of [FIRST_USER, { recoveryKey }]) {
      const found = await readVault(filesIn(disk), credential);
      expect(await hashRead(disk, credential)).toBe(hash);
      expect([...found.attachments.values()].map((content) => content.equals(scan))).toEqual([true]);
      found.database.close();
    }
    await expect(readVault(filesIn(disk), { ...FIRST_USER, passphrase: 'another passphrase' })).rejects.toThrow(
      /no slot/,
    );
  });

  it('finds what was acknowledged in whatever a power cut leaves', { timeout: LONG_TIME }, async () => {
    const life = await recordLife(product, WHOLE_LIFE);
    const options = { systematic: runs(0, 1) === 1, randomPerCall: 1, numbers: seededNumbers(5) };
    let states = 0;
    for (const { disk, calls, what } of crashStates(life.recording, options)) {
      const { least, most } = expectationAt(life, calls);
      if (least.content === null || least.recoveryKey !== most.recoveryKey) continue;
      expect([least.content, most.content], what).toContain(
        await hashRead(disk, { recoveryKey: least.recoveryKey ?? '' }),
      );
      states += 1;
    }
    console.log(`Independent reader: ${states} disks after a power cut`);
    expect(states).toBeGreaterThan(200);
  });

  it('refuses an altered vault or finds in it what was acknowledged', { timeout: LONG_TIME }, async () => {
    const vault = await smallVault(product);
    const hash = await hashRead(vault.disk, { recoveryKey: vault.recoveryKey });
    const outcomes = { refused: 0, read: 0 };
    for (const { what, disk } of everyByte(vault, runs(499, 11))) {
      const found = await hashRead(disk, { recoveryKey: vault.recoveryKey }).catch((error: unknown) => error);
      if (found instanceof Error) {
        expect(found.name, `${what}: ${found.message}`).toBe('NotGenuineError');
        outcomes.refused += 1;
      } else {
        expect(found, what).toBe(hash);
        outcomes.read += 1;
      }
    }
    console.log(`Independent reader: altered vaults ${JSON.stringify(outcomes)}`);
    expect(outcomes.refused).toBeGreaterThan(20);
  });

  it('gives every attachment under the digest the product knows it by', async () => {
    const { disk, attachments, recoveryKey } = await smallVault(product);
    const found = await readVault(filesIn(disk), { recoveryKey });
    const digests = [...found.attachments.values()].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    expect(digests.sort()).toEqual([...attachments].sort());
    found.database.close();
  });
});
