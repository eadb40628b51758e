import type { Random } from '#shared/lib/deps.ts';
import { fromHex } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import { readJournal } from '../store/journal-reader.ts';
import { ManifestFile } from '../store/manifest.ts';
import { verifySnapshot } from '../store/snapshot.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { SealedAttachments } from '../vault/attachment-store.ts';
import { KeySlotsFile, slotsAreGenuine } from '../vault/key-slots.ts';

/**
 * Authenticates key slots, manifest, snapshot and journals of a copy of a vault, with the vault's own readers, giving the thread back
 * between chunks.
 * @throws StoreDamagedError
 */
export async function verifyCopiedStore(copy: StoreFiles, signal: AbortSignal): Promise<void> {
  const { stored } = new KeySlotsFile(copy.fs, copy.dir).read();
  if (!slotsAreGenuine(copy.keys.current, stored))
    throw new StoreDamagedError(KEYS_FILES[0], 'the key slots are not genuine');
  const manifest = new ManifestFile(copy);
  manifest.read();
  const [newest] = manifest.current.snapshots;
  if (!newest) throw new StoreDamagedError('manifest', 'the manifest names no snapshot');
  for (const _chunk of verifySnapshot(copy, newest.generation, fromHex(newest.headerTag))) await breathe(signal);
  for (const generation of manifest.current.journals.filter((journal) => journal >= newest.generation)) {
    const { tail } = readJournal(copy, generation);
    if (typeof tail === 'object') throw new StoreDamagedError(`journal ${generation}`, tail.damage);
    await breathe(signal);
  }
}

/**
 * Authenticates every chunk of every content.
 * @param digests SHA-256 of the contents the database names
 * @returns the names of the files that are not whole
 */
export async function verifyCopiedAttachments(
  copy: StoreFiles,
  random: Random,
  digests: readonly string[],
  signal: AbortSignal,
): Promise<readonly DamagedAttachment[]> {
  const attachments = new SealedAttachments(copy, random);
  const damaged: DamagedAttachment[] = [];
  try {
    for (const digest of digests) {
      try {
        for await (const _chunk of attachments.open(digest)) await breathe(signal);
      } catch (error) {
        if (!(error instanceof StoreDamagedError)) throw error;
        damaged.push({ digest, name: error.file });
      }
    }
    return damaged;
  } finally {
    attachments.close();
  }
}

export interface DamagedAttachment {
  readonly digest: string;
  /** As docs/store-format.md §1 names it, with its folder. */
  readonly name: string;
}

async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
