import { describe, expect, it } from 'vitest';
import { contentHash } from '#core/store/content-hash.ts';
import { StoreReadOnlyError } from '#core/store/database.ts';
import { nodeProcesses } from '#core/vault/processes.ts';
import { openVault, type VaultParts } from '#core/vault/vault.ts';
import { contentOf, epochsOn, inPieces, photographed } from '#test/helpers/key-rotation.ts';
import { keySlotsOn } from '#test/helpers/key-slots-file.ts';
import { FailingFileSystem, type Fault, MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { FIRST_USER, newVault, reopened, systemRandom, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };
const SMALL = { tuning: { extentBytes: 4096 } };
const CODES: readonly Fault['code'][] = ['ENOSPC', 'EIO', 'EPERM', 'EBUSY', 'short-write'];
const LONG = runs(0, 1) === 1;

/** An attempt that the failure interrupted counts as a wrong one: the next has to wait. */
const muchLater = { ...nodeProcesses, uptimeMs: () => nodeProcesses.uptimeMs() + 3_600_000 };
const AFTERWARDS = { ...SMALL, takeOver: true, processes: muchLater };

interface Prepared {
  readonly disk: MemoryFileSystem;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** A closed vault of two users, two generations and three attachments, one of them of more than one chunk. */
async function prepare(): Promise<Prepared> {
  const disk = new MemoryFileSystem();
  const { store, vault, attachments } = await newVault('/v', disk, SMALL);
  await vault.addUser(BEA.username, BEA.passphrase);
  const contents = new Map<string, Uint8Array>();
  for (const size of [0, 2_000, 1024 * 1024 + 5]) {
    const bytes = systemRandom.bytes(size);
    contents.set((await attachments.put(inPieces(bytes))).digest, bytes);
  }
  store.transaction((tx) => tx.run("INSERT INTO cases (title) VALUES ('one')"));
  store.checkpoint();
  store.close();
  return { disk, contents };
}

/** Removes a user and seals everything anew, saving something after each step; the titles acknowledged. */
async function rotate({ store, vault }: VaultParts): Promise<string[]> {
  const saved: string[] = [];
  const save = (title: string) => {
    store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', [title]));
    saved.push(title);
  };
  save('before');
  await vault.removeUser(BEA.username);
  save('after');
  const stop = vault.onRotation(() => save(`step ${saved.length}`));
  try {
    await vault.continueRotation();
  } finally {
    stop();
  }
  return saved;
}

const titlesIn = ({ store }: VaultParts) =>
  store.read.all<{ title: string }>('SELECT title FROM cases').map(({ title }) => title);

/** What is wrong with a vault found on this disk, after going on with whatever it was doing; null when nothing is. */
async function problemOf(disk: MemoryFileSystem, { contents }: Prepared, saved: readonly string[]) {
  const parts = await reopened('/v', disk, AFTERWARDS);
  const lost = saved.filter((title) => !titlesIn(parts).includes(title));
  if (lost.length > 0) return `lost ${lost}`;
  const problem = await lostContent(parts, contents);
  if (problem) return `at the open: ${problem}`;
  const hash = contentHash(parts.store.read);
  const outcome = await parts.vault.continueRotation();
  if (outcome !== 'finished') return `the rotation was ${outcome}`;
  const after = await lostContent(parts, contents);
  if (after) return `at the end: ${after}`;
  const { keyEpoch } = parts.vault;
  if (contentHash(parts.store.read) !== hash) return 'another content';
  parts.store.close();
  const epochs = [...epochsOn(disk)];
  if (epochs.some((epoch) => epoch !== keyEpoch)) return `files under the keys ${epochs}, not ${keyEpoch}`;
  if (keySlotsOn(disk).retired.length > 0) return 'a retired key is left';
  return canStillOpen(disk, keyEpoch);
}

/** Whoever was removed is out as soon as there is a new root key, and in as long as there is none. */
async function canStillOpen(disk: MemoryFileSystem, keyEpoch: number): Promise<string | null> {
  const bea = await openVault({ ...vaultOptions('/v', disk), ...AFTERWARDS, unlock: BEA });
  if (bea.ok) bea.value.store.close();
  return bea.ok === (keyEpoch === 1) ? null : `the removed user is ${bea.ok ? 'in' : 'out'} under key ${keyEpoch}`;
}

async function lostContent({ attachments }: VaultParts, contents: Prepared['contents']): Promise<string | null> {
  for (const [digest, bytes] of contents) {
    if (!attachments.has(digest)) return `an attachment of ${bytes.length} bytes is missing`;
    if (Buffer.compare(await contentOf(attachments, digest), bytes) !== 0) return 'an attachment is another';
  }
  return null;
}

describe('a rotation of the root key', () => {
  it('can be ended by a kill before any call to the disk: the next open has everything, and goes on with it', async () => {
    const prepared = await prepare();
    const states: { disk: MemoryFileSystem; saved: number }[] = [];
    let acknowledged = 0;
    const fs = photographed(prepared.disk.copy(), (copy) => states.push({ disk: copy(), saved: acknowledged }));
    const parts = await reopened('/v', fs as MemoryFileSystem, SMALL);
    parts.store.onCommit(() => {
      acknowledged += 1;
    });
    const saved = await rotate(parts);
    parts.store.close();
    const problems: string[] = [];
    for (const [index, state] of states.entries()) {
      const problem = await problemOf(state.disk, prepared, saved.slice(0, state.saved));
      if (problem) problems.push(`before call ${index + 1} of ${states.length}: ${problem}`);
    }
    expect(problems).toEqual([]);
    expect(states.length).toBeGreaterThan(100);
  }, 180_000);

  const faults = LONG
    ? CODES.flatMap((code) => [true, false].map((lasting) => ({ code, lasting })))
    : ([
        { code: 'ENOSPC', lasting: true },
        { code: 'EIO', lasting: false },
      ] as const);

  it.each(faults)(
    'loses nothing on a disk that fails at any call: $code, lasting: $lasting',
    async ({ code, lasting }) => {
      const prepared = await prepare();
      const problems: string[] = [];
      for (let at = 1, last = false; !last; at += 1) {
        const disk = prepared.disk.copy();
        const failing = new FailingFileSystem(disk, { at, code, lasting });
        const saved = await rotateOn(failing);
        const problem = await problemOf(disk, prepared, saved);
        if (problem) problems.push(`call ${at}: ${problem}`);
        last = failing.calls < at;
      }
      expect(problems).toEqual([]);
    },
    300_000,
  );
});

/** As far as the disk lets it; what was acknowledged until then. */
async function rotateOn({ fs }: FailingFileSystem): Promise<string[]> {
  const acknowledged: string[] = [];
  try {
    const opened = await openVault({ ...vaultOptions('/v', fs), ...SMALL, unlock: FIRST_USER });
    if (!opened.ok) return [];
    const { store } = opened.value;
    store.onCommit(() => {
      acknowledged.splice(0, Number.POSITIVE_INFINITY, ...titlesIn(opened.value));
    });
    await rotate(opened.value).catch(expectDiskError);
    store.close();
  } catch (error) {
    expectDiskError(error);
  }
  return acknowledged;
}

function expectDiskError(error: unknown): void {
  if (!(error instanceof StoreReadOnlyError) && !(error instanceof Error && 'code' in error)) throw error;
}
