import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { insertAttachment } from '#core/store/tables/attachments.ts';
import { orphanSlices } from '#core/upkeep/collect-orphans.ts';
import { AttachmentRenewal } from '#core/vault/attachment-renewal.ts';
import { SealedAttachments } from '#core/vault/attachment-store.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import { type AttachmentId, newId } from '#shared/lib/ids.ts';
import { contentOf, inPieces } from '#test/helpers/key-rotation.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { storeFiles } from '#test/helpers/store-files.ts';
import { newVault, reopened, systemClock, systemRandom } from '#test/helpers/vault.ts';

const OPTIONS = { migrations: allMigrations };

describe('the removal of sealed files that nothing needs, beside a renewal of the keys', () => {
  let disk: MemoryFileSystem;
  let parts: VaultParts;

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    parts = await newVault('/v', disk, OPTIONS);
  });
  afterEach(() => parts.store.close());

  async function put(isNeeded: boolean): Promise<string> {
    const { digest, size } = await parts.attachments.put(inPieces(systemRandom.bytes(5000)));
    const id = newId({ clock: systemClock, random: systemRandom }) as AttachmentId;
    const where = { id, caseId: null, messageId: null, digest, size, state: 'here' as const, remote: null };
    const what = { name: 'scan.bin', mediaType: 'application/octet-stream', addedAt: 1, addedBy: 'Olga' };
    if (isNeeded) parts.store.transaction((tx) => insertAttachment(tx, { ...where, ...what }));
    parts.attachments.settle(digest, () => true);
    return digest;
  }

  const slices = () => orphanSlices({ ...parts, log: { error: () => undefined, info: () => undefined } });

  function collect(): void {
    const running = slices();
    while (!running.next().done) {
      // Nobody asks anything between two slices.
    }
  }

  /** The next session begins; what the one before has found counts. */
  async function restart(): Promise<void> {
    parts.store.close();
    parts = await reopened('/v', disk, OPTIONS);
  }

  /** A crash between the two names of a content: it is there under both. */
  async function renewHalfway(digest: string): Promise<void> {
    const [, earlier = ''] = parts.attachments.namesOf(digest);
    const path = `/v/attachments/${earlier}`;
    const bytes = disk.files.get(path)?.slice() ?? new Uint8Array();
    const { files } = parts.vault;
    await new AttachmentRenewal({ files, random: systemRandom, mayGoOn: () => true }).renew(earlier);
    disk.files.set(path, bytes);
  }

  it('keeps what is needed under whichever root key it is sealed, also under two at once', async () => {
    const [earlier, both] = [await put(true), await put(true)];
    await parts.vault.rotateRootKey();
    const later = await put(true);
    await renewHalfway(both);
    expect(parts.attachments.names()).toHaveLength(4);
    for (let session = 0; session < 3; session += 1) {
      collect();
      await restart();
    }
    expect(parts.attachments.names()).toHaveLength(4);
    for (const digest of [earlier, both, later]) expect(await contentOf(parts.attachments, digest)).toHaveLength(5000);
  });

  it('removes under every name what nothing needs', async () => {
    const orphan = await put(false);
    await parts.vault.rotateRootKey();
    await renewHalfway(orphan);
    expect(parts.attachments.names()).toHaveLength(2);
    collect();
    expect(parts.attachments.names()).toHaveLength(2);
    await restart();
    collect();
    expect(parts.attachments.names()).toEqual([]);
  });

  it('keeps what is needed when the key is renewed, and the files sealed anew, in the middle of it', async () => {
    const needed = [await put(true), await put(true)];
    const orphans = [await put(false), await put(false)];
    collect();
    await restart();
    await parts.vault.rotateRootKey();
    const running = slices();
    running.next();
    expect(await parts.vault.continueRotation()).toBe('finished');
    while (!running.next().done) await parts.vault.rotateRootKey();
    expect(await parts.vault.continueRotation()).toBe('finished');
    for (const digest of needed) expect(await contentOf(parts.attachments, digest)).toHaveLength(5000);
    for (let session = 0; session < 2; session += 1) {
      await restart();
      collect();
    }
    for (const digest of orphans) expect(parts.attachments.has(digest)).toBe(false);
    expect(parts.attachments.names()).toHaveLength(2);
  });

  it('lets stay what is sealed under a key that the vault has not', async () => {
    const foreign = new MemoryFileSystem();
    const elsewhere = { ...storeFiles(foreign), vaultId: parts.vault.files.vaultId };
    await new SealedAttachments(elsewhere, systemRandom).put(inPieces(systemRandom.bytes(100)));
    const [[path, bytes] = ['', new Uint8Array()]] = foreign.files;
    const name = path.slice(path.lastIndexOf('/') + 1);
    await put(true);
    const unknownEpoch = bytes.slice();
    unknownEpoch[67] = 9;
    for (const content of [bytes, unknownEpoch]) {
      disk.files.set(`/v/attachments/${name}`, content);
      for (let session = 0; session < 3; session += 1) {
        collect();
        await restart();
      }
      expect(parts.attachments.names()).toContain(name);
    }
  });
});
