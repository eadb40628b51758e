import { beforeEach, describe, expect, it } from 'vitest';
import { fromHex } from '#core/store/bytes.ts';
import { contentHash } from '#core/store/content-hash.ts';
import { JournalWriter } from '#core/store/journal-writer.ts';
import { RecordEncoder } from '#core/store/record-codec.ts';
import { type RootKey, RootKeys } from '#core/store/root-keys.ts';
import { asKey } from '#core/store/sealing.ts';
import { nodeProcesses } from '#core/vault/processes.ts';
import { openVault, type VaultParts } from '#core/vault/vault.ts';
import { contentOf, epochsOn, inPieces } from '#test/helpers/key-rotation.ts';
import { keySlotsOn } from '#test/helpers/key-slots-file.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, newVault, reopened, systemRandom, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };
const MIB = 1024 * 1024;
const SMALL = { tuning: { extentBytes: 4096 } };

describe('a new root key', () => {
  let disk: MemoryFileSystem;
  let parts: VaultParts & { recoveryKey: string };
  let contents: Map<string, Uint8Array>;

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    parts = await newVault('/v', disk, SMALL);
    await parts.vault.addUser(BEA.username, BEA.passphrase);
    contents = new Map();
    for (const size of [0, 10, 5_000, MIB + 7, 2 * MIB]) {
      const bytes = systemRandom.bytes(size);
      contents.set((await parts.attachments.put(inPieces(bytes))).digest, bytes);
    }
    addCase('before');
  });

  const addCase = (title: string, store = parts.store) =>
    store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', [title]));

  async function expectAllContents(attachments = parts.attachments): Promise<void> {
    for (const [digest, bytes] of contents) {
      expect(attachments.has(digest)).toBe(true);
      expect(attachments.size(digest)).toBe(bytes.length);
      expect(Buffer.compare(await contentOf(attachments, digest), bytes)).toBe(0);
    }
  }

  it('is in force at once, and leaves nothing under the one before when the rotation has come to its end', async () => {
    const hash = contentHash(parts.store.read);
    await parts.vault.rotateRootKey();
    expect(parts.vault.keyEpoch).toBe(2);
    expect(parts.vault.rotation()).not.toBeNull();
    await expectAllContents();
    expect(await parts.vault.continueRotation()).toBe('finished');
    expect(parts.vault.rotation()).toBeNull();
    expect(epochsOn(disk)).toEqual(new Set([2]));
    expect(keySlotsOn(disk)).toMatchObject({ keyEpoch: 2, retired: [] });
    await expectAllContents();
    expect(contentHash(parts.store.read)).toBe(hash);
    parts.store.close();
    for (const unlock of [FIRST_USER, BEA, { recoveryKey: parts.recoveryKey }]) {
      const again = await reopened('/v', disk, { ...SMALL, unlock });
      expect(contentHash(again.store.read)).toBe(hash);
      await expectAllContents(again.attachments);
      expect(again.vault.notices).toEqual([]);
      again.store.close();
    }
  });

  it('follows when a user is removed, and that user finds no way in with anything kept from before', async () => {
    const before = disk.copy();
    await parts.vault.removeUser('bea');
    expect(parts.vault.keyEpoch).toBe(2);
    await parts.vault.continueRotation();
    addCase('a secret of afterwards');
    parts.store.close();
    const attempts = [disk.copy()];
    const kept = (pattern: RegExp) => {
      const mixed = disk.copy();
      for (const [path, bytes] of before.files) if (pattern.test(path)) mixed.files.set(path, bytes.slice());
      attempts.push(mixed);
    };
    kept(/keys-/);
    kept(/keys-|manifest-/);
    kept(/keys-a/);
    kept(/keys-b/);
    for (const mixed of attempts) {
      const opened = await openVault({ ...vaultOptions('/v', mixed), unlock: BEA });
      expect(opened.ok).toBe(false);
    }
  });

  it('follows when the recovery key is replaced', async () => {
    const next = await parts.vault.replaceRecoveryKey();
    expect(parts.vault.keyEpoch).toBe(2);
    expect(await parts.vault.continueRotation()).toBe('finished');
    parts.store.close();
    const again = await reopened('/v', disk, { unlock: { recoveryKey: next } });
    await expectAllContents(again.attachments);
    again.store.close();
  });

  it('does not follow when a passphrase is changed: no data is written again', async () => {
    const files = () => [...disk.files].filter(([path]) => !/keys-|manifest-|attempts/.test(path));
    const before = files().map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]);
    await parts.vault.changePassphrase(BEA.username, BEA.passphrase, 'the third passphrase');
    await parts.vault.resetPassphrase(BEA.username, 'the fourth passphrase');
    await parts.vault.addUser('chloe', 'the fifth passphrase');
    expect(parts.vault.keyEpoch).toBe(1);
    expect(files().map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')])).toEqual(before);
  });

  it('tells how far it is, file by file', async () => {
    const told: string[] = [];
    await parts.vault.rotateRootKey();
    parts.vault.onRotation(() => {
      const progress = parts.vault.rotation();
      if (progress) told.push(`${progress.done}/${progress.total}`);
    });
    await parts.vault.continueRotation();
    const [done, total] = told.at(-1)?.split('/').map(Number) ?? [];
    expect(done).toBe(total);
    expect(new Set(told).size).toBeGreaterThan(contents.size);
  });

  it('goes on at the next open where the last one stopped', async () => {
    await parts.vault.rotateRootKey();
    const running = parts.vault.continueRotation();
    let steps = 0;
    parts.vault.onRotation(() => {
      steps += 1;
      if (steps === 5) parts.store.close();
    });
    expect(await running).toBe('stopped');
    const again = await reopened('/v', disk, SMALL);
    expect(again.vault.rotation()).not.toBeNull();
    await expectAllContents(again.attachments);
    expect(await again.vault.continueRotation()).toBe('finished');
    await expectAllContents(again.attachments);
    expect(epochsOn(disk)).toEqual(new Set([2]));
    again.store.close();
  });

  it('may be closed at any moment, and has lost nothing', async () => {
    await parts.vault.rotateRootKey();
    parts.store.close();
    const outcomes: string[] = [];
    for (let ticks = 0; outcomes.at(-1) !== 'finished'; ticks += 1) {
      const box = disk.copy();
      const opened = await reopened('/v', box, SMALL);
      const rotation = opened.vault.continueRotation();
      for (let tick = 0; tick < ticks; tick += 1) await new Promise((resolve) => setImmediate(resolve));
      opened.store.close();
      outcomes.push(await rotation);
      const again = await reopened('/v', box, SMALL);
      await expectAllContents(again.attachments);
      expect(await again.vault.continueRotation()).toBe('finished');
      await expectAllContents(again.attachments);
      again.store.close();
    }
    expect(outcomes.length).toBeGreaterThan(10);
    expect(new Set(outcomes)).toEqual(new Set(['stopped', 'finished']));
  });

  it('lets commits through between its chunks, and everything saved meanwhile is there', async () => {
    await parts.vault.rotateRootKey();
    const rotation = parts.vault.continueRotation();
    let ended = false;
    void rotation.then(() => {
      ended = true;
    });
    let commits = 0;
    while (!ended) {
      addCase(`meanwhile ${commits}`);
      commits += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(commits).toBeGreaterThan(5);
    expect(epochsOn(disk)).toEqual(new Set([2]));
    parts.store.close();
    const again = await reopened('/v', disk, SMALL);
    expect(again.store.read.get('SELECT count(*) AS n FROM cases')).toEqual({ n: commits + 1 });
    again.store.close();
  });

  it('waits for a file that was being put when it began, and seals that one anew as well', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bytes = systemRandom.bytes(3_000);
    const put = parts.attachments.put(
      (async function* () {
        yield bytes.subarray(0, 1_000);
        await held;
        yield bytes.subarray(1_000);
      })(),
    );
    await parts.vault.rotateRootKey();
    const rotation = parts.vault.continueRotation();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(parts.vault.rotation()).not.toBeNull();
    release();
    contents.set((await put).digest, bytes);
    expect(await rotation).toBe('finished');
    expect(epochsOn(disk)).toEqual(new Set([2]));
    await expectAllContents();
  });

  it('does not bring back what is removed while it is being sealed anew', async () => {
    await parts.vault.rotateRootKey();
    let ended = false;
    const rotation = parts.vault.continueRotation().finally(() => {
      ended = true;
    });
    const isBeingSealed = () => [...disk.files.keys()].some((path) => /attachments.*[.]tmp$/.test(path));
    while (!isBeingSealed() && !ended) await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    for (const digest of contents.keys()) parts.attachments.settle(digest, () => false);
    expect(await rotation).toBe('finished');
    expect([...disk.files.keys()].filter((path) => path.includes('/attachments/'))).toEqual([]);
  });

  it('may be followed by another before it has come to its end', async () => {
    await parts.vault.rotateRootKey();
    const rotation = parts.vault.continueRotation();
    let steps = 0;
    parts.vault.onRotation(() => {
      steps += 1;
      if (steps === 4) void parts.vault.rotateRootKey();
    });
    expect(await rotation).toBe('finished');
    expect(parts.vault.keyEpoch).toBe(3);
    expect(epochsOn(disk)).toEqual(new Set([3]));
    await expectAllContents();
  });

  it('keeps the earlier key for a damaged file, and goes on with all the others', async () => {
    const damaged = [...disk.files.keys()].find((path) => path.includes('/attachments/')) ?? '';
    const bytes = disk.files.get(damaged) ?? new Uint8Array();
    bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 1;
    await parts.vault.rotateRootKey();
    expect(await parts.vault.continueRotation()).toBe('incomplete');
    expect(parts.vault.rotation()).toMatchObject({ damaged: 1 });
    expect(epochsOn(disk)).toEqual(new Set([1, 2]));
    expect(keySlotsOn(disk).retired).toMatchObject([{ keyEpoch: 1 }]);
    bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 1;
    expect(await parts.vault.continueRotation()).toBe('finished');
    await expectAllContents();
  });

  it('is not taken over by a process that has lost the vault to another', async () => {
    await parts.vault.rotateRootKey();
    const taken = await reopened('/v', disk, { ...SMALL, takeOver: true, processes: { ...nodeProcesses, pid: 7 } });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await expect(parts.vault.rotateRootKey()).rejects.toThrow(/another running program/);
    expect(await parts.vault.continueRotation()).toBe('stopped');
    expect(await taken.vault.continueRotation()).toBe('finished');
    await expectAllContents(taken.attachments);
    taken.store.close();
  });
});

/** Adds a journal of one record behind the last, as whoever knows this root key could. */
function forgeJournal(disk: MemoryFileSystem, root: RootKey): void {
  const manifest = JSON.parse(
    Buffer.from(disk.files.get('/v/manifest-a.ncb') ?? [])
      .toString()
      .split('\n')[0] ?? '',
  );
  const vaultId = fromHex(manifest.vaultId);
  const end = { ...manifest.end, tag: fromHex(manifest.end.tag) };
  const files = { fs: disk, dir: '/v', vaultId, keys: new RootKeys(root) };
  const journal = JournalWriter.create(files, systemRandom, end.generation + 1, end, 4096);
  const record = new RecordEncoder();
  record.add("INSERT INTO cases (title) VALUES ('forged')", [], 1);
  journal.append(record.finish());
  journal.close();
}

describe('somebody who knows a retired root key', () => {
  it.each([
    { rotated: false, forged: 1 },
    { rotated: true, forged: 'refused' },
  ])('adds nothing to what came after it (rotated: $rotated)', async ({ rotated, forged }) => {
    const disk = new MemoryFileSystem();
    const drawn: Uint8Array[] = [];
    const random = {
      bytes: (length: number) => {
        const bytes = systemRandom.bytes(length);
        if (length === 32) drawn.push(bytes.slice());
        return bytes;
      },
    };
    const { store, vault } = await newVault('/v', disk, { ...SMALL, random });
    const root = { epoch: 1, key: asKey(drawn[0] ?? new Uint8Array()) };
    if (rotated) await vault.rotateRootKey();
    store.checkpoint();
    store.close();
    forgeJournal(disk, root);
    const opened = await openVault({ ...vaultOptions('/v', disk), unlock: FIRST_USER });
    const found = opened.ok
      ? opened.value.store.read.get<{ n: number }>("SELECT count(*) AS n FROM cases WHERE title = 'forged'")?.n
      : /earlier key/.test('what' in opened.error ? opened.error.what : '') && 'refused';
    expect(found).toBe(forged);
  });
});
