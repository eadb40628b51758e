import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import type { Findings, Product } from './product.ts';
import { numberBelow, seededNumbers } from './seeded.ts';
import { DIR, laterProcess, SMALL } from './vault-life.ts';
import { contentPrint, smallVault, type VaultOnDisk } from './vault-on-disk.ts';

const AFTERWARDS = 400;

type Destruction = (bytes: Uint8Array, numbers: () => number) => Uint8Array | undefined;

const changed = (bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array => {
  const copy = bytes.slice();
  change(copy);
  return copy;
};

/** What disks, people and other programs do to a file. */
const DESTRUCTIONS: Readonly<Record<string, Destruction>> = {
  removed: () => undefined,
  emptied: () => new Uint8Array(),
  'cut short': (bytes, numbers) => bytes.slice(0, 1 + numberBelow(numbers, bytes.length - 1)),
  'one byte changed': (bytes, numbers) =>
    changed(bytes, (copy) => {
      const at = numberBelow(numbers, copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 + numberBelow(numbers, 255));
    }),
  'a sector of zeros': (bytes, numbers) =>
    changed(bytes, (copy) => {
      const at = numberBelow(numbers, Math.floor(copy.length / 512)) * 512;
      copy.fill(0, at, at + 512);
    }),
  'a page of another file': (bytes, numbers) =>
    changed(bytes, (copy) => {
      const at = numberBelow(numbers, Math.floor(copy.length / 4096)) * 4096;
      for (let index = at; index < Math.min(at + 4096, copy.length); index += 1)
        copy[index] = numberBelow(numbers, 256);
    }),
  'all zeros': (bytes) => new Uint8Array(bytes.length),
  'its header gone': (bytes) => changed(bytes, (copy) => copy.fill(0, 0, 128)),
  'bytes added': (bytes, numbers) =>
    new Uint8Array(Buffer.concat([bytes, bytes.subarray(0, 1 + numberBelow(numbers, 999))])),
  'another text': (bytes) => changed(bytes, (copy) => copy.set(new TextEncoder().encode('SQLite format 3\0'))),
};

/** Destroys the newest snapshot in many ways and places; the generation before has to give what was acknowledged last. */
export async function loseNewestSnapshot(product: Product, count: number, seed = 7): Promise<Findings> {
  const vaults = [await smallVault(product, true), await smallVault(product, false)];
  const ways = Object.entries(DESTRUCTIONS);
  const numbers = seededNumbers(seed);
  const problems: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const vault = vaults[index % vaults.length];
    const [name, destroy] = ways[Math.floor(index / vaults.length) % ways.length] ?? [];
    if (!vault || !name || !destroy) throw new Error('There is no way to destroy it.');
    const destroyed = destroy(vault.disk.files.get(vault.newestSnapshot) ?? new Uint8Array(), numbers);
    const problem = await recoveryProblem(product, vault, destroyed).catch((error: unknown) => `it threw ${error}`);
    if (problem !== null) problems.push(`${name} (${index}): ${problem}`);
  }
  return { cases: count, problems };
}

async function recoveryProblem(
  product: Product,
  vault: VaultOnDisk,
  destroyed: Uint8Array | undefined,
): Promise<string | null> {
  const disk = vault.disk.copy();
  if (destroyed) disk.files.set(vault.newestSnapshot, destroyed.slice());
  else disk.files.delete(vault.newestSnapshot);
  const opened = await openAgain(product, disk, AFTERWARDS);
  if (!opened.ok) return `it does not open: ${JSON.stringify(opened.error)}`;
  const same = contentPrint(opened.value) === vault.content;
  const told = opened.value.vault.notices.some(({ kind }) => kind === 'previous-generation-used');
  opened.value.store.close();
  if (!same) return 'it shows other content';
  if (!told) return 'nobody is told';
  if (destroyed && !keptAside(disk, destroyed)) return 'the damaged file is gone';
  return opensQuietly(product, disk, vault);
}

const keptAside = (disk: MemoryFileSystem, destroyed: Uint8Array): boolean =>
  [...disk.files].some(([path, bytes]) => path.includes('/quarantine/') && Buffer.compare(bytes, destroyed) === 0);

/** The recovery has made the store whole again. */
async function opensQuietly(product: Product, disk: MemoryFileSystem, vault: VaultOnDisk): Promise<string | null> {
  const again = await openAgain(product, disk, AFTERWARDS + 1);
  if (!again.ok) return `it opens once and not again: ${again.error.kind}`;
  const same = contentPrint(again.value) === vault.content;
  const notices = again.value.vault.notices.filter(({ kind }) => kind !== 'unfinished-record-dropped');
  again.value.store.close();
  if (!same) return 'it shows other content when it is opened again';
  return notices.length === 0 ? null : `it is still not whole: ${notices[0]?.kind}`;
}

const openAgain = (product: Product, disk: MemoryFileSystem, run: number) =>
  product.openVault({ ...vaultOptions(DIR, disk), ...SMALL, processes: laterProcess(run), unlock: FIRST_USER });
