import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDisk } from '#core/backup/node-disk.ts';
import { restore } from '#core/backup/restore.ts';
import { backUp, chosen, cleanProfile, found, realFolder, restoreOptions } from '#test/helpers/backups.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { FailingDisk } from '#test/helpers/failing-disk.ts';
import { systemRandom } from '#test/helpers/vault.ts';

let core: CoreStation;
let stick: Awaited<ReturnType<typeof realFolder>>;
let machine: Awaited<ReturnType<typeof realFolder>>;
let recoveryKey: string;

/** Whether the first back-up in the folder still has every content its index names. */
async function isFirstWhole(): Promise<boolean> {
  const first = (await found(chosen(stick.path))).find(({ stored }) => stored.index.number === 1);
  const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  const files = first?.stored.index.files ?? [];
  return files.length > 0 && files.every((file) => sha256(first?.folder.objectPath(file.sha256) ?? '') === file.sha256);
}

beforeEach(async () => {
  core = await CoreStation.open();
  [stick, machine] = [await realFolder(), await realFolder()];
  recoveryKey = await core.station.vault.replaceRecoveryKey();
});
afterEach(async () => {
  core.close();
  await Promise.all([stick.remove(), machine.remove()]);
});

async function addFile(size = 4096): Promise<void> {
  const { id } = await core.call('case.create', caseInput());
  await core.call('file.add', { caseId: id, token: core.files.choose('scan.bin', systemRandom.bytes(size)) });
}

const ownFolder = () => join(stick.path, readdirSync(stick.path)[0] ?? '');
const objects = () => readdirSync(join(ownFolder(), 'files'));
const attachmentObject = async (at = 0) => {
  const [backup] = await found(chosen(stick.path));
  const file = backup?.stored.index.files.filter(({ name }) => name.startsWith('attachments/'))[at];
  return backup?.folder.objectPath(file?.sha256 ?? '') ?? '';
};

/** Whether the newest back-up in the folder can be restored. */
async function isRestorable(): Promise<boolean> {
  const [backup] = await found(chosen(stick.path));
  if (!backup) return false;
  const profile = await realFolder();
  const done = await restore(cleanProfile(profile.path), { ...restoreOptions, backup, unlock: { recoveryKey } });
  await profile.remove();
  return done.ok;
}

describe('a back-up', () => {
  it('does not copy again what an earlier one has brought', async () => {
    for (let file = 0; file < 3; file += 1) await addFile(64 * 1024);
    const first = await backUp(core.station, chosen(stick.path));
    expect(first.newFiles).toBe(first.files - 2); // key slots and manifest are kept twice, and each is one content
    await addFile(64 * 1024);
    const second = await backUp(core.station, chosen(stick.path));
    expect(second.files).toBe(first.files + 1);
    expect(second.newBytes).toBeLessThan(second.bytes - 3 * 64 * 1024);
    expect((await found(chosen(stick.path))).map(({ stored }) => stored.index.number)).toEqual([2, 1]);
  });

  it('keeps the newest ones and removes only what no kept index names', async () => {
    for (let round = 0; round < 4; round += 1) {
      await addFile();
      await backUp(core.station, chosen(stick.path), { keep: 2 });
    }
    const kept = await found(chosen(stick.path));
    expect(kept.map(({ stored }) => stored.index.number)).toEqual([4, 3]);
    const named = new Set(kept.flatMap(({ stored }) => stored.index.files.map(({ sha256 }) => `${sha256}.ncb`)));
    expect(new Set(objects())).toEqual(named);
    expect(await isRestorable()).toBe(true);
  });

  it('removes no content while an index in the folder cannot be read', async () => {
    await addFile();
    await backUp(core.station, chosen(stick.path));
    writeFileSync(join(ownFolder(), 'backup-0000000001.ncb'), 'spoilt');
    const before = objects();
    await addFile();
    await backUp(core.station, chosen(stick.path), { keep: 1 });
    expect(objects()).toEqual(expect.arrayContaining(before));
    expect((await found(chosen(stick.path))).map(({ stored }) => stored.index.number)).toEqual([2]);
  });

  it('notices that a content from an earlier back-up has rotted, and writes it anew', async () => {
    await addFile();
    await backUp(core.station, chosen(stick.path));
    const path = await attachmentObject();
    const bytes = readFileSync(path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await isRestorable()).toBe(false);
    await backUp(core.station, chosen(stick.path));
    expect(await isRestorable()).toBe(true);
  });

  it('tells of an attachment that is damaged on the workstation itself, and brings everything else', async () => {
    await addFile();
    await addFile();
    const damaged = [...core.fs.files.keys()].find((path) => path.startsWith('/vault/attachments/')) ?? '';
    const bytes = core.fs.files.get(damaged);
    if (bytes) bytes[100] = (bytes[100] ?? 0) ^ 1;
    expect((await backUp(core.station, chosen(stick.path))).damaged).toBe(1);
    expect(await isRestorable()).toBe(true);
  });

  it('begins again when an attachment is removed under it', async () => {
    await addFile();
    const { store, attachments } = core.station;
    let removed = false;
    const disk = new Proxy(nodeDisk, {
      get: (target, name) => {
        if (name !== 'size' || removed) return Reflect.get(target, name);
        removed = true;
        const row = store.read.get<{ id: string; digest: string }>('SELECT id, digest FROM attachments');
        store.transaction((tx) => tx.run('DELETE FROM attachments'));
        attachments.remove(row?.digest ?? '');
        return target.size;
      },
    });
    await backUp(core.station, chosen(stick.path, { disk }));
    expect(removed).toBe(true);
    expect(await isRestorable()).toBe(true);
  });

  it('that is cancelled is none, leaves nothing half written, and spares the next one the work', async () => {
    for (let file = 0; file < 3; file += 1) await addFile(1024 * 1024);
    const stop = new AbortController();
    const disk = new Proxy(nodeDisk, {
      get: (target, name) => {
        if (name !== 'rename') return Reflect.get(target, name);
        return async (from: string, to: string) => {
          await target.rename(from, to);
          if (objects().length === 5) stop.abort();
        };
      },
    });
    await expect(backUp(core.station, chosen(stick.path, { disk }), { signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(await found(chosen(stick.path))).toEqual([]);
    expect(objects().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const whole = await backUp(core.station, chosen(stick.path));
    expect(whole.newFiles).toBeLessThan(whole.files - 2);
    expect(await isRestorable()).toBe(true);
  });

  it.each([
    ['ENOSPC', 'backup-disk-full'],
    ['EIO', 'backup-not-written'],
    ['ENODEV', 'backup-not-written'],
  ])('that meets %s at any moment says so and leaves the earlier one whole', async (code, told) => {
    await addFile();
    await backUp(core.station, chosen(stick.path));
    await addFile();
    let failures = 0;
    for (let from = 1; ; from += 1) {
      const failing = new FailingDisk(nodeDisk, from, code);
      const problem = await backUp(core.station, chosen(stick.path, { disk: failing.disk })).then(
        () => null,
        (error: Error) => error.message,
      );
      if (problem === null) break;
      failures += 1;
      expect(problem).toBe(told);
      expect(await isFirstWhole()).toBe(true);
      rmSync(join(ownFolder(), 'backup-0000000002.ncb'), { force: true });
    }
    expect(failures).toBeGreaterThan(5);
    expect(await isRestorable()).toBe(true);
    expect(objects().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('holds nothing that can be read', async () => {
    await core.call('case.create', caseInput({ title: 'Heron canary at the weir' }));
    await backUp(core.station, chosen(stick.path));
    const all = Buffer.concat([
      ...readdirSync(ownFolder())
        .filter((name) => name.endsWith('.ncb'))
        .map((name) => readFileSync(join(ownFolder(), name))),
      ...objects().map((name) => readFileSync(join(ownFolder(), 'files', name))),
    ]);
    for (const canary of ['Heron canary', 'Olaf Officer', 'SQLite format', core.station.identity.hubUrl]) {
      expect(all.includes(canary), canary).toBe(false);
    }
  });
});
