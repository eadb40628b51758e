import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EraseDeps, erase, finishErasure, KeysNotDestroyed } from '#core/backup/erase.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { FailingFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault, systemRandom, temporaryFolder } from '#test/helpers/vault.ts';

let profile: ReturnType<typeof temporaryFolder>;
let slots: Buffer;

beforeEach(async () => {
  profile = temporaryFolder();
  const { store, attachments } = await newVault(join(profile.path, 'vault'));
  await attachments.put(
    (async function* () {
      yield systemRandom.bytes(5000);
    })(),
  );
  store.close();
  slots = readFileSync(join(profile.path, 'vault', 'keys-a.ncb'));
  for (const aside of ['vault/quarantine', 'vault-set-aside-2026-11-23-1']) {
    mkdirSync(join(profile.path, aside));
    writeFileSync(join(profile.path, aside, 'keys-a.ncb.1'), slots);
  }
  writeFileSync(join(profile.path, 'settings.json'), '{"lastUsername":"amadou"}');
});
afterEach(() => profile.remove());

const depsOf = (fs = nodeFileSystem): EraseDeps => ({
  fs,
  random: systemRandom,
  vaultDir: join(profile.path, 'vault'),
  besides: [join(profile.path, 'settings.json')],
});

/** Every file of the profile. */
const remains = () =>
  readdirSync(profile.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const holdsSlots = () => remains().some((path) => readFileSync(path).includes('"wrapped"'));

describe('an erasure', () => {
  it('leaves no file of the vault, of what was set aside, or of the settings, and tells what it destroyed', () => {
    const erased = erase(depsOf());
    expect(remains()).toEqual([]);
    expect(erased).toMatchObject({ keyFiles: 4, left: 0 });
    expect(erased.keySlotsSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('overwrites every copy of the key slots before it removes the first', () => {
    const seen: string[] = [];
    const watched = new Proxy(nodeFileSystem, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        if (name !== 'remove') return member;
        return (path: string) => {
          if (path.includes('keys-')) seen.push(String(holdsSlots()));
          return target.remove(path);
        };
      },
    });
    erase(depsOf(watched));
    expect(seen).toEqual(['false', 'false', 'false', 'false']);
  });

  it('that is ended at any moment is finished by the next start, and from the mark on the keys go first', () => {
    let interrupted = 0;
    for (let at = 1; ; at += 1) {
      profile.remove();
      mkdirSync(join(profile.path, 'vault'), { recursive: true });
      writeFileSync(join(profile.path, 'vault', 'keys-a.ncb'), slots);
      writeFileSync(join(profile.path, 'vault', 'keys-b.ncb'), slots);
      writeFileSync(join(profile.path, 'vault', 'snapshot-0000000001.ncb'), 'sealed');
      writeFileSync(join(profile.path, 'settings.json'), '{}');
      const failing = new FailingFileSystem(nodeFileSystem, { at, code: 'EIO', lasting: true });
      const whole = attempt(() => erase(depsOf(failing.fs)));
      if (!whole) interrupted += 1;
      const hasBegun = existsSync(join(profile.path, 'erasing.ncb'));
      if (hasBegun) expect(finishErasure(depsOf())).toBe(true);
      // Without its mark it has either not begun, or it is done.
      else expect(holdsSlots()).toBe(remains().length > 0);
      if (hasBegun) expect(remains()).toEqual([]);
      if (failing.calls < at) break;
    }
    expect(interrupted).toBeGreaterThan(5);
  });

  it('says that the keys are still there when they could not be overwritten', () => {
    const failing = new FailingFileSystem(nodeFileSystem, { at: 6, code: 'EIO', lasting: true });
    expect(() => erase(depsOf(failing.fs))).toThrow(KeysNotDestroyed);
    expect(holdsSlots()).toBe(true);
  });

  it('is not begun by a start that has nothing to end', () => {
    expect(finishErasure(depsOf())).toBe(false);
    expect(holdsSlots()).toBe(true);
  });
});

function attempt(work: () => { readonly left: number }): boolean {
  try {
    return work().left === 0;
  } catch {
    return false;
  }
}
