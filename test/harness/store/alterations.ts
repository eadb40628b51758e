import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import type { Findings, Product } from './product.ts';
import { numberBelow } from './seeded.ts';
import { isSealed, type Reaction, reactionOf, reactionOutside, withFile, withFlippedByte } from './tampering.ts';
import type { VaultOnDisk } from './vault-on-disk.ts';

const SECTOR_BYTES = 512;
const JOURNAL_BLOCK_BYTES = 4096;
const SNAPSHOT_HEADER_BYTES = 128;
const SEALED_CHUNK_BYTES = 1024 * 1024 + 16;

/** A disk that somebody has altered, in words that find the case again. */
export interface Alteration {
  readonly what: string;
  readonly disk: MemoryFileSystem;
  /** A file outside the seal may be altered without a word, as long as the data is what it was. */
  readonly sealed: boolean;
  /** The file is read before any key is there: the vault may ask for time or a supervisor instead of naming the damage. */
  readonly beforeKeys?: boolean;
  /** What was put back is genuine and older: if everything is shown all the same, nothing has to be said. */
  readonly restored?: boolean;
}

/** Outside the seal fewer bytes are enough, but where every byte is asked for. */
const UNSEALED_STRIDES = 13;

/** Every `stride`-th byte of every file (or only those so named), one bit of it, from the byte `first` on. */
export function* everyByte({ disk }: VaultOnDisk, stride: number, first = 0, only = /./): Generator<Alteration> {
  for (const [path, bytes] of disk.files) {
    if (!only.test(path)) continue;
    const step = stride === 1 || isSealed(path) ? stride : stride * UNSEALED_STRIDES;
    for (let at = first % stride; at < bytes.length; at += step) {
      const altered = withFlippedByte(disk, path, at, 1 << (at % 8));
      yield { what: `byte ${at} of ${path}`, disk: altered, sealed: isSealed(path) };
    }
  }
}

/** The same bit changed in both copies of a file that is kept twice: one copy cannot put the other right. */
export function* bothCopies({ disk }: VaultOnDisk, stride: number): Generator<Alteration> {
  for (const [path, bytes] of disk.files) {
    if (!path.endsWith('-a.ncb')) continue;
    for (let at = 0; at < bytes.length; at += stride) {
      const one = withFlippedByte(disk, path, at, 1 << (at % 8));
      const both = withFlippedByte(one, path.replace('-a.ncb', '-b.ncb'), at, 1 << (at % 8));
      yield { what: `byte ${at} of both copies of ${path}`, disk: both, sealed: true };
    }
  }
}

/** Bytes at random places of sealed files, any change of them. */
export function* randomBytes({ disk }: VaultOnDisk, count: number, numbers: () => number): Generator<Alteration> {
  const paths = [...disk.files.keys()].filter(isSealed);
  for (let index = 0; index < count; index += 1) {
    const path = paths[numberBelow(numbers, paths.length)] ?? '';
    const at = numberBelow(numbers, disk.files.get(path)?.length ?? 0);
    const bits = 1 + numberBelow(numbers, 255);
    yield { what: `byte ${at} of ${path} by ${bits}`, disk: withFlippedByte(disk, path, at, bits), sealed: true };
  }
}

/** Every sealed file cut at each `stride` bytes. */
export function* cuts({ disk }: VaultOnDisk, stride = SECTOR_BYTES): Generator<Alteration> {
  for (const [path, bytes] of disk.files) {
    if (!isSealed(path)) continue;
    for (let length = 0; length < bytes.length; length += stride) {
      const cut = withFile(disk, path, () => bytes.slice(0, length));
      yield { what: `${path} cut at ${length}`, disk: cut, sealed: true };
    }
  }
}

/** Every sealed file missing, and every one in the place of every other. */
export function* exchangedFiles({ disk }: VaultOnDisk): Generator<Alteration> {
  const paths = [...disk.files.keys()].filter(isSealed);
  for (const path of paths) {
    yield { what: `${path} removed`, disk: withFile(disk, path, () => undefined), sealed: true };
    for (const source of paths) {
      if (sameBytes(disk.files.get(path), disk.files.get(source))) continue;
      yield { what: `${source} as ${path}`, disk: withFile(disk, path, () => disk.files.get(source)), sealed: true };
    }
  }
}

/** Each sealed file of another vault under the same name. */
export function* filesOf(other: VaultOnDisk, { disk }: VaultOnDisk): Generator<Alteration> {
  for (const [path, bytes] of disk.files) {
    const foreign = other.disk.files.get(path);
    if (!isSealed(path) || !foreign || sameBytes(foreign, bytes)) continue;
    const altered = withFile(disk, path, () => foreign);
    yield { what: `${path} of another vault`, disk: altered, sealed: true, beforeKeys: /keys-/.test(path) };
  }
}

/** Each sealed file, and each pair of copies, put back as it was when the vault was closed before. */
export function* olderFiles({ disk, before }: VaultOnDisk): Generator<Alteration> {
  for (const [index, older] of before.entries()) {
    for (const path of older.files.keys()) {
      if (!isSealed(path) || !disk.files.has(path)) continue;
      const one = withFile(disk, path, () => older.files.get(path));
      yield { what: `${path} as it was at close ${index}`, disk: one, sealed: true, restored: true };
      if (!path.endsWith('-a.ncb')) continue;
      const twin = path.replace('-a.ncb', '-b.ncb');
      const both = withFile(one, twin, () => older.files.get(twin));
      yield { what: `${path} and ${twin} as they were at close ${index}`, disk: both, sealed: true, restored: true };
    }
  }
}

/** Blocks of each journal exchanged, repeated, taken out, and put into the other journals. */
export function* splicedRecords({ disk }: VaultOnDisk): Generator<Alteration> {
  const journals = [...disk.files.keys()].filter((path) => /journal-\d+\.ncb$/.test(path));
  for (const path of journals) {
    const bytes = disk.files.get(path) ?? new Uint8Array();
    const used = usedBlocks(bytes);
    for (let block = 1; block < used; block += 1) {
      yield spliced(disk, path, `record ${block} of it taken out`, withBlock(bytes, block, undefined));
      for (const source of journals) {
        const from = disk.files.get(source) ?? new Uint8Array();
        for (let other = 0; other < usedBlocks(from); other += 1) {
          if (sameBytes(blockOf(from, other), blockOf(bytes, block))) continue;
          const changed = withBlock(bytes, block, blockOf(from, other));
          yield spliced(disk, path, `block ${other} of ${source} as its block ${block}`, changed);
        }
      }
      yield spliced(
        disk,
        path,
        `its record ${block} once more at the end`,
        withBlock(bytes, used, blockOf(bytes, block)),
      );
    }
  }
}

/** Chunks of each snapshot of more than one exchanged, repeated, taken out, and put into another snapshot. */
export function* exchangedChunks({ disk }: VaultOnDisk): Generator<Alteration> {
  const snapshots = [...disk.files.keys()].filter((path) => /snapshot-\d+\.ncb$/.test(path));
  for (const path of snapshots) {
    const bytes = disk.files.get(path) ?? new Uint8Array();
    const count = chunksOf(bytes).length;
    for (let index = 0; index < count; index += 1) {
      yield spliced(disk, path, `without chunk ${index}`, withChunk(bytes, index, undefined));
      for (const source of snapshots) {
        for (const [other, chunk] of chunksOf(disk.files.get(source) ?? new Uint8Array()).entries()) {
          if (source === path && other === index) continue;
          yield spliced(disk, path, `chunk ${other} of ${source} as chunk ${index}`, withChunk(bytes, index, chunk));
        }
      }
    }
  }
}

/** Opens every altered disk, and gives the sentence about each whose change did harm or went unseen. */
export async function checkAlterations(
  product: Product,
  vault: VaultOnDisk,
  alterations: Iterable<Alteration>,
  mostProblems = Number.POSITIVE_INFINITY,
): Promise<Findings & { readonly reactions: Readonly<Record<string, number>> }> {
  const problems: string[] = [];
  const reactions: Record<string, number> = {};
  let cases = 0;
  for (const { what, disk, sealed, beforeKeys, restored } of alterations) {
    const reaction =
      sealed && !beforeKeys ? await reactionOf(product, disk, vault) : await reactionOutside(product, disk, vault);
    cases += 1;
    const name = typeof reaction === 'string' ? reaction : 'wrong';
    reactions[name] = (reactions[name] ?? 0) + 1;
    const problem = problemIn(reaction, sealed && !restored);
    if (problem !== null) problems.push(`${what}: ${problem}`);
    if (problems.length >= mostProblems) break;
  }
  return { cases, problems, reactions };
}

function problemIn(reaction: Reaction, hasToBeSeen: boolean): string | null {
  if (typeof reaction === 'object') return reaction.wrong;
  return hasToBeSeen && reaction === 'unseen' ? 'nobody notices' : null;
}

const spliced = (disk: MemoryFileSystem, path: string, what: string, bytes: Uint8Array): Alteration => ({
  what: `${path}: ${what}`,
  disk: withFile(disk, path, () => bytes),
  sealed: true,
});

const blockOf = (bytes: Uint8Array, block: number): Uint8Array =>
  bytes.subarray(block * JOURNAL_BLOCK_BYTES, (block + 1) * JOURNAL_BLOCK_BYTES);

function usedBlocks(bytes: Uint8Array): number {
  const last = bytes.findLastIndex((byte) => byte !== 0);
  return Math.ceil((last + 1) / JOURNAL_BLOCK_BYTES);
}

function withBlock(bytes: Uint8Array, block: number, content: Uint8Array | undefined): Uint8Array {
  const changed = bytes.slice();
  const end = Math.min((block + 1) * JOURNAL_BLOCK_BYTES, changed.length);
  if (content) changed.set(content, block * JOURNAL_BLOCK_BYTES);
  else changed.fill(0, block * JOURNAL_BLOCK_BYTES, end);
  return changed;
}

function chunksOf(snapshot: Uint8Array): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = SNAPSHOT_HEADER_BYTES; at < snapshot.length; at += SEALED_CHUNK_BYTES) {
    chunks.push(snapshot.subarray(at, at + SEALED_CHUNK_BYTES));
  }
  return chunks;
}

function withChunk(snapshot: Uint8Array, index: number, chunk: Uint8Array | undefined): Uint8Array {
  const chunks = chunksOf(snapshot).flatMap((own, at) => {
    if (at !== index) return [own];
    return chunk ? [chunk] : [];
  });
  return new Uint8Array(Buffer.concat([snapshot.subarray(0, SNAPSHOT_HEADER_BYTES), ...chunks]));
}

const sameBytes = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean =>
  left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
