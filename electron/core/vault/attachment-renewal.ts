import type { Random } from '#shared/lib/deps.ts';
import { toHex } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { ATTACHMENTS_FOLDER } from '../store/file-names.ts';
import {
  closeQuietly,
  type FileHandle,
  removeQuietly,
  renameWithRetry,
  TEMPORARY_SUFFIX,
  withFile,
} from '../store/file-system.ts';
import { SALT_BYTES } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { AttachmentReader, AttachmentWriter, attachmentEpoch, attachmentName } from './attachment-file.ts';

/** How many headers are looked at before the thread is given back. */
const HEADERS_AT_ONCE = 50;

export type Renewed = 'renewed' | 'damaged' | 'gone' | 'stopped';

export interface RenewalParts {
  readonly files: StoreFiles;
  readonly random: Random;
  /** Whether the vault is open and this process holds it. */
  readonly mayGoOn: () => boolean;
}

/** Gives the thread back to whatever waits for it: a commit, a query. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Seals attachments anew under the current root key. The new file is durable under its name before the one it replaces goes, so
 * a crash leaves one of them or both, with the same content; with both, the next pass does this one again.
 */
export class AttachmentRenewal {
  readonly #parts: RenewalParts;
  readonly #folder: string;

  constructor(parts: RenewalParts) {
    this.#parts = parts;
    this.#folder = parts.files.fs.join(parts.files.dir, ATTACHMENTS_FOLDER);
  }

  /** The plain names of all attachments, and of those that are not under the current root key. */
  async survey(): Promise<{ readonly total: number; readonly stale: readonly string[] }> {
    const { files, mayGoOn } = this.#parts;
    const names = files.fs.list(this.#folder).filter((name) => name.endsWith('.ncb'));
    const stale: string[] = [];
    for (const [index, name] of names.entries()) {
      if (index % HEADERS_AT_ONCE === HEADERS_AT_ONCE - 1) await breathe();
      if (!mayGoOn()) break;
      const epoch = this.#epochOf(name);
      if (epoch !== null && epoch !== files.keys.epoch) stale.push(name);
    }
    return { total: names.length, stale };
  }

  /** Needs about two chunks of memory; gives the thread back after each chunk. */
  async renew(name: string): Promise<Renewed> {
    const { fs } = this.#parts.files;
    const path = fs.join(this.#folder, name);
    if (!fs.exists(path)) return 'gone';
    const file = fs.open(path, 'read');
    try {
      return await this.#sealAnew(name, file);
    } catch (error) {
      // Removed meanwhile, on a system that takes an open file away from its reader.
      if (!fs.exists(path)) return 'gone';
      if (error instanceof StoreDamagedError) return 'damaged';
      throw error;
    } finally {
      closeQuietly(fs, file);
    }
  }

  async #sealAnew(name: string, file: FileHandle): Promise<Renewed> {
    const { files, random, mayGoOn } = this.#parts;
    const label = `${ATTACHMENTS_FOLDER}/${name}`;
    const reader = new AttachmentReader(files, file, label);
    const temporary = files.fs.join(this.#folder, toHex(random.bytes(16)) + TEMPORARY_SUFFIX);
    const writer = new AttachmentWriter(files, random.bytes(SALT_BYTES), temporary);
    try {
      const ownName = files.keys.epochs.some((epoch) => attachmentName(files, epoch, reader.digest) === name);
      if (!ownName) throw new StoreDamagedError(label, 'another attachment is in its place');
      for (let index = 0; index < reader.count; index += 1) {
        writer.add(reader.chunk(index));
        await breathe();
        if (!mayGoOn()) return 'stopped';
      }
      writer.sync();
      await breathe();
      const { digest } = writer.finish();
      await breathe();
      if (digest !== reader.digest) throw new StoreDamagedError(label, 'it does not hold what it says');
      return this.#replace(name, temporary, writer.keyEpoch, digest);
    } finally {
      reader.clear();
      writer.abandon();
    }
  }

  /** Without giving the thread back, so that what was removed meanwhile does not come back. */
  #replace(name: string, temporary: string, keyEpoch: number, digest: string): Renewed {
    const { files, mayGoOn } = this.#parts;
    const { fs } = files;
    if (!mayGoOn()) return 'stopped';
    const path = fs.join(this.#folder, name);
    if (!fs.exists(path)) return 'gone';
    const newName = attachmentName(files, keyEpoch, digest);
    renameWithRetry(fs, temporary, fs.join(this.#folder, newName));
    fs.syncFolder(this.#folder);
    // One that is held open by another program goes with a later pass.
    if (newName !== name) removeQuietly(fs, path);
    return 'renewed';
  }

  /** Makes durable that the files replaced are gone: a later look would find no key for them. */
  syncRemovals(): void {
    const { fs } = this.#parts.files;
    if (fs.exists(this.#folder)) fs.syncFolder(this.#folder);
  }

  /** Null if it has gone meanwhile, undefined if it does not say. */
  #epochOf(name: string): number | null | undefined {
    const { files } = this.#parts;
    const path = files.fs.join(this.#folder, name);
    if (!files.fs.exists(path)) return null;
    return withFile(files.fs, path, 'read', (file) => attachmentEpoch(files, file));
  }
}
