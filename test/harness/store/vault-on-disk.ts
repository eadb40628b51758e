import { createHash } from 'node:crypto';
import type { SqlValue } from '#core/store/database.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { addBea, checkpoint, close, commit, create, open, putAttachment } from './life-steps.ts';
import type { Product } from './product.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { type Step, VaultLife } from './vault-life.ts';

/** A vault that lies on a disk while nobody runs it, and what it holds. */
export interface VaultOnDisk {
  readonly disk: MemoryFileSystem;
  /** `contentPrint` of what was acknowledged last. */
  readonly content: string;
  readonly attachments: readonly string[];
  readonly recoveryKey: string;
  readonly newestSnapshot: string;
  /** The disk as it was each time the vault was closed before. */
  readonly before: readonly MemoryFileSystem[];
}

/** Two generations, commits in each over two runs of the program, an attachment. The last run ended in order, or not. */
const TWO_GENERATIONS: readonly Step[] = [
  create,
  commit(10),
  putAttachment,
  putAttachment,
  addBea,
  close,
  open,
  commit(600),
  checkpoint,
  commit(10),
  close,
  open,
  commit(10),
  commit(2_000),
];

/** The same, with a database of as many sealed chunks as wanted, all but the last of them full. */
const large = (chunks: number): readonly Step[] => [
  create,
  ...Array.from({ length: chunks }, () => commit(900_000)),
  putAttachment,
  checkpoint,
  commit(10),
  commit(10),
  close,
];

export const smallVault = (product: Product, closed = true): Promise<VaultOnDisk> =>
  vaultAfter(product, closed ? [...TWO_GENERATIONS, close] : TWO_GENERATIONS);

export const largeVault = (product: Product, chunks: number): Promise<VaultOnDisk> =>
  vaultAfter(product, large(chunks));

async function vaultAfter(product: Product, steps: readonly Step[]): Promise<VaultOnDisk> {
  const recording = new RecordingFileSystem();
  const life = new VaultLife(product, recording);
  const before: MemoryFileSystem[] = [];
  let content = '';
  for (const step of steps) {
    if (step === open) before.push(recording.disk.copy());
    life.known = { ...life.known, ...(await step(life)) };
    if (life.isOpen) content = contentPrint(life.parts);
  }
  const { disk } = recording;
  const snapshots = [...disk.files.keys()].filter((path) => /snapshot-\d+\.ncb$/.test(path)).sort();
  const { attachments, recoveryKey } = life.known;
  return { disk, content, attachments, recoveryKey: recoveryKey ?? '', newestSnapshot: snapshots.at(-1) ?? '', before };
}

/** A digest of every row that is shown: quicker than `contentHash` where a database of megabytes is read many times. */
export function contentPrint({ store }: VaultParts): string {
  const hash = createHash('sha256');
  for (const table of ['cases', 'notes']) {
    for (const row of store.read.all<Record<string, SqlValue>>(`SELECT * FROM ${table} ORDER BY id`)) {
      for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${value}\n`);
    }
  }
  return hash.digest('hex');
}
