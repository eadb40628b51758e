import { beforeAll, describe, expect, it } from 'vitest';
import { asKey } from '#core/store/sealing.ts';
import { type KeySlot, type KeySlots, KeySlotsFile } from '#core/vault/key-slots.ts';
import { createVault, openVault } from '#core/vault/vault.ts';
import { wrapRoot } from '#core/vault/wrapping.ts';
import { forgeKeySlots, keySlotsOn } from '#test/helpers/key-slots-file.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, newVault, systemRandom, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };

type Unlock = Parameters<typeof openVault>[0]['unlock'];

/** Other values of the same shape: nothing but the keys can tell that they are wrong. */
function others(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, value * 2].filter((other) => other > 0);
  if (typeof value === 'boolean') return [!value];
  if (typeof value !== 'string') return [];
  const first = value.startsWith('0') ? '1' : '0';
  const last = value.endsWith('0') ? '1' : '0';
  return /^[0-9a-f]{16,}$/.test(value) ? [first + value.slice(1), value.slice(0, -1) + last] : [`${value}x`];
}

/** Every way to alter one value of an object, with what was altered. */
function alterations(value: unknown, path: string): { path: string; altered: unknown }[] {
  if (typeof value !== 'object' || value === null) return others(value).map((altered) => ({ path, altered }));
  return Object.entries(value).flatMap(([name, member]) =>
    alterations(member, `${path}.${name}`).map((inner) => ({
      path: inner.path,
      altered: Array.isArray(value)
        ? value.map((item, index) => (String(index) === name ? inner.altered : item))
        : { ...value, [name]: inner.altered },
    })),
  );
}

describe('the key slots', () => {
  let disk: MemoryFileSystem;
  let waysIn: readonly Unlock[];
  const keyring = new TestKeyring();

  /** A vault of two users and a recovery key, one of the users with the keyring, in the midst of a rotation. */
  beforeAll(async () => {
    disk = new MemoryFileSystem();
    const made = await createVault({ ...vaultOptions('/v', disk), keyring, firstUser: FIRST_USER });
    if (!made.ok) throw new Error(made.error.kind);
    const { vault, store, recoveryKey } = made.value;
    await vault.addUser(BEA.username, BEA.passphrase);
    await vault.rotateRootKey();
    store.close();
    waysIn = [FIRST_USER, BEA, { recoveryKey }];
  });

  async function answer(on: MemoryFileSystem, unlock: Unlock): Promise<string> {
    const opened = await openVault({ ...vaultOptions('/v', on), keyring, unlock });
    if (opened.ok) opened.value.store.close();
    return opened.ok ? 'opened' : opened.error.kind;
  }

  it('open to each of their owners as they are', async () => {
    for (const unlock of waysIn) expect(await answer(disk.copy(), unlock)).toBe('opened');
    expect(keySlotsOn(disk)).toMatchObject({ keyEpoch: 2, retired: [{ keyEpoch: 1 }] });
  });

  it('open to nobody with any value of any slot altered, the checksum made right again', async () => {
    const { format: _format, version: _version, ...body } = keySlotsOn(disk);
    const changes = alterations(body, 'keys');
    const opened: string[] = [];
    for (const { path, altered } of changes) {
      for (const [way, unlock] of waysIn.entries()) {
        const forged = disk.copy();
        forgeKeySlots(forged, (slots) => ({ ...slots, ...(altered as object) }));
        if ((await answer(forged, unlock)) === 'opened') opened.push(`${path} by ${way}`);
      }
    }
    expect(opened).toEqual([]);
    for (const name of ['memoryKiB', 'iterations', 'parallelism', 'kdfSalt', 'publicKey', 'enc', 'wrapped', 'sealed']) {
      expect(changes.some(({ path }) => path.endsWith(name))).toBe(true);
    }
  });

  it('refuse an altered slot by itself, before the MAC over all of them is looked at', async () => {
    const { slots } = keySlotsOn(disk);
    for (const unlock of waysIn) {
      const index = slots.findIndex((slot) =>
        'recoveryKey' in unlock ? slot.kind === 'recovery' : isOf(slot, unlock),
      );
      for (const { path, altered } of alterations(slots[index], 'slot')) {
        const forged = disk.copy();
        forgeKeySlots(forged, (before) => ({ ...before, slots: before.slots.with(index, altered as KeySlot) }));
        const opened = await openVault({ ...vaultOptions('/v', forged), keyring, unlock });
        expect(JSON.stringify(opened), path).not.toContain('changed from outside');
        expect(opened.ok, path).toBe(false);
      }
    }
  });

  it('open to nobody with a slot taken out, added twice, or in the place of another', async () => {
    const rearranged: ((slots: readonly KeySlot[]) => KeySlot[])[] = [
      ([first, second]) => [first, second].filter((slot) => slot !== undefined),
      ([first, , third]) => [first, third].filter((slot) => slot !== undefined),
      (slots) => [...slots, ...slots],
      (slots) => slots.toReversed(),
    ];
    for (const arrange of rearranged) {
      for (const unlock of waysIn) {
        const forged = disk.copy();
        forgeKeySlots(forged, (slots) => ({ ...slots, slots: arrange(slots.slots) }));
        expect(await answer(forged, unlock)).not.toBe('opened');
      }
    }
  });

  it.each([
    ['memoryKiB', 8_192],
    ['iterations', 1],
    ['parallelism', 0],
    ['memoryKiB', 64 * 1024 * 1024],
    ['iterations', 1_000],
  ] as const)('are refused as damage, before anything is tried, with %s = %d', async (name, value) => {
    const forged = disk.copy();
    forgeKeySlots(forged, (slots) => ({ ...slots, slots: slots.slots.map((slot) => atCost(slot, name, value)) }));
    let derived = 0;
    const kdf = { derive: async () => new Uint8Array(32).fill(++derived) };
    const opened = await openVault({ ...vaultOptions('/v', forged), kdf, unlock: BEA });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'damaged', file: 'keys-a.ncb' } });
    expect(derived).toBe(0);
  });

  it('take no root key that somebody from outside has wrapped to their public keys', async () => {
    const forged = disk.copy();
    const slots = keySlotsOn(forged);
    const root = { epoch: slots.keyEpoch, key: asKey(systemRandom.bytes(32)) };
    const wrapped = await Promise.all(
      slots.slots.map((slot) => wrapRoot(systemRandom, slots.vaultId, root, asKey(systemRandom.bytes(32)), slot)),
    );
    new KeySlotsFile(forged, '/v').write(root, { ...slots, slots: wrapped, retired: [] });
    for (const unlock of waysIn) {
      const opened = await openVault({ ...vaultOptions('/v', forged), keyring, unlock });
      const what = expect.stringContaining('the root key in a slot was altered');
      expect(opened).toMatchObject({ ok: false, error: { kind: 'damaged', what } });
    }
  });
});

const isOf = (slot: KeySlot, { username }: { username: string }): boolean =>
  slot.kind === 'passphrase' && slot.username === username;

function atCost(slot: KeySlot, name: string, value: number): KeySlot {
  return slot.kind === 'passphrase' ? { ...slot, kdf: { ...slot.kdf, [name]: value } } : slot;
}

describe('the key slots of a vault whose root key was renewed', () => {
  const ofUser = ({ slots }: KeySlots, name: string) =>
    slots.find((slot) => slot.kind === 'passphrase' && slot.username === name);

  it('are the same key pairs, wrapped under other ephemeral keys', async () => {
    const disk = new MemoryFileSystem();
    const { vault, store } = await newVault('/v', disk);
    await vault.addUser(BEA.username, BEA.passphrase);
    const before = keySlotsOn(disk);
    await vault.rotateRootKey();
    const after = keySlotsOn(disk);
    store.close();
    expect(after.keyEpoch).toBe(before.keyEpoch + 1);
    for (const [index, slot] of after.slots.entries()) {
      const { enc, wrapped, ...body } = slot;
      expect(before.slots[index]).toMatchObject(body);
      expect(before.slots[index]?.enc).not.toBe(enc);
      expect(before.slots[index]?.wrapped).not.toBe(wrapped);
    }
    expect(new Set([...before.slots, ...after.slots].map(({ enc }) => enc)).size).toBe(6);
  });

  it('have a new key pair for a new passphrase, so that an older copy and passphrase give no later root key', async () => {
    const disk = new MemoryFileSystem();
    const { vault, store } = await newVault('/v', disk);
    await vault.addUser(BEA.username, BEA.passphrase);
    const before = ofUser(keySlotsOn(disk), 'bea');
    await vault.resetPassphrase('bea', 'the third passphrase');
    const after = ofUser(keySlotsOn(disk), 'bea');
    store.close();
    expect(after?.publicKey).not.toBe(before?.publicKey);
    expect(after?.id).not.toBe(before?.id);
  });
});
