import { createHash } from 'node:crypto';
import type { OpenVaultOptions, VaultParts } from '#core/vault/vault.ts';
import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import { isDiskError, type Product } from './product.ts';
import { DIR, laterProcess, SMALL } from './vault-life.ts';
import { contentPrint, type VaultOnDisk } from './vault-on-disk.ts';

/**
 * What an altered vault did when it was opened.
 * - `refused`: it did not open, and said which file is damaged
 * - `noticed`: it shows what was acknowledged, and reports what it found
 * - `unseen`: it shows what was acknowledged, and says nothing
 * Anything else is a sentence about what went wrong: other content, another error, a crash.
 */
export type Reaction = 'refused' | 'noticed' | 'unseen' | { readonly wrong: string };

/** Files outside the seal: who runs the vault, and the count of wrong passphrases. They hold no data of the store. */
const UNSEALED = /(lock|attempts)\.ncb$/;

const AFTERWARDS = 300;

export const isSealed = (path: string): boolean => !UNSEALED.test(path);

/** Opens the altered disk as a person would and compares all it shows with what was acknowledged. */
export async function reactionOf(product: Product, disk: MemoryFileSystem, vault: VaultOnDisk): Promise<Reaction> {
  try {
    const opened = await openAs(product, disk, FIRST_USER);
    if (!opened.ok) return opened.error.kind === 'damaged' ? 'refused' : { wrong: `it says ${opened.error.kind}` };
    return await compare(opened.value, vault);
  } catch (error) {
    const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { wrong: isDiskError(error) ? `it blames the disk: ${told}` : `it threw ${told}` };
  }
}

/** Answers that make a person wait or fetch somebody, and show nothing. */
const LOCKED_OUT = new Set(['in-use', 'throttled', 'needs-supervisor', 'wrong-passphrase']);

/**
 * The same for a file that is read before any key is there. Outside the seal it may make the vault wait, ask for a
 * supervisor, or take it for one in use; a person's word that no other program runs and the recovery key then open it,
 * with everything in it. Key slots of another vault may do no more than keep everybody out.
 */
export async function reactionOutside(product: Product, disk: MemoryFileSystem, vault: VaultOnDisk): Promise<Reaction> {
  const first = await openAs(product, disk, FIRST_USER);
  if (first.ok) return compare(first.value, vault);
  if (first.error.kind === 'damaged') return 'refused';
  if (!LOCKED_OUT.has(first.error.kind)) return { wrong: `it says ${first.error.kind}` };
  const opened = await openAs(product, disk, { recoveryKey: vault.recoveryKey }, { takeOver: true });
  if (opened.ok) return compare(opened.value, vault);
  const foreignKeys = opened.error.kind === 'wrong-recovery-key' || opened.error.kind === 'damaged';
  return foreignKeys ? 'refused' : { wrong: `even with the recovery key it is ${opened.error.kind}` };
}

async function compare(parts: VaultParts, vault: VaultOnDisk): Promise<Reaction> {
  const same = contentPrint(parts) === vault.content;
  const notices = parts.vault.notices.length;
  const files = same ? await readAttachments(parts, vault.attachments) : 'whole';
  parts.store.close();
  if (!same) return { wrong: 'it shows other content' };
  if (typeof files !== 'string') return files;
  if (files === 'refused') return 'refused';
  return notices > 0 ? 'noticed' : 'unseen';
}

/** An attachment that was altered is refused when it is read; the rest of the vault is none the worse. */
async function readAttachments(
  { attachments }: VaultParts,
  digests: readonly string[],
): Promise<'whole' | 'refused' | { wrong: string }> {
  for (const digest of digests) {
    try {
      const hash = createHash('sha256');
      for await (const chunk of attachments.open(digest)) hash.update(chunk);
      if (hash.digest('hex') !== digest) return { wrong: 'an attachment with other content was handed out' };
    } catch (error) {
      if (error instanceof Error && error.name === 'StoreDamagedError') return 'refused';
      throw error;
    }
  }
  return 'whole';
}

function openAs(
  product: Product,
  disk: MemoryFileSystem,
  unlock: OpenVaultOptions['unlock'],
  more: Partial<OpenVaultOptions> = {},
) {
  const options = { ...vaultOptions(DIR, disk), ...SMALL, processes: laterProcess(AFTERWARDS) };
  return product.openVault({ ...options, unlock, ...more });
}

/** The disk with one byte changed. */
export function withFlippedByte(disk: MemoryFileSystem, path: string, at: number, bits: number): MemoryFileSystem {
  return withFile(disk, path, (bytes) => {
    const altered = bytes.slice();
    altered[at] = (altered[at] ?? 0) ^ bits;
    return altered;
  });
}

/** The disk with one file changed, or removed by `undefined`. */
export function withFile(
  disk: MemoryFileSystem,
  path: string,
  change: (bytes: Uint8Array) => Uint8Array | undefined,
): MemoryFileSystem {
  const altered = disk.branch();
  const bytes = change(disk.files.get(path) ?? new Uint8Array());
  if (bytes) altered.files.set(path, bytes);
  else altered.files.delete(path);
  return altered;
}
