import type { Store } from '#core/store/database.ts';
import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER } from '#test/helpers/vault.ts';
import { CrashDisk, EVERYTHING, NOTHING } from './crash-disk.ts';
import { addBea, putAttachment, removeBea } from './life-steps.ts';
import { type Findings, isDiskError, isReadOnlyError, type Product } from './product.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { watchSeals } from './seal-watch.ts';
import { numberBelow, seededNumbers } from './seeded.ts';
import { VaultLife } from './vault-life.ts';

const CASES = 20;
const COMMITS_BETWEEN_CHECKPOINTS = 400;

/** Older states of the folder that a person may put back. */
const RESTORES_EVERY = 5;

export interface NonceOptions {
  readonly crashes: number;
  readonly seals: number;
}

/**
 * Commits, checkpoints, attachments, key changes and crashes, over and over: after each crash the program starts from what a power cut at some
 * call of the last run has left, or from an older copy of the folder. Not one key may seal twice with one nonce.
 */
export async function hunt(product: Product, { crashes, seals }: NonceOptions): Promise<Findings> {
  const watch = watchSeals();
  try {
    const numbers = seededNumbers(11);
    let disk = await firstDisk(product);
    let older = disk;
    for (let run = 1; run <= crashes && watch.repeats.length === 0; run += 1) {
      const wanted = Math.floor((seals * run) / crashes) - watch.seals;
      const recording = await workUntilCrash(product, disk, run, wanted);
      if (run % RESTORES_EVERY === 0) [disk, older] = [older, disk];
      else disk = diskAfterCrash(recording, numbers);
    }
    return { cases: watch.seals, problems: [...watch.repeats] };
  } finally {
    watch.stop();
  }
}

async function firstDisk(product: Product): Promise<MemoryFileSystem> {
  const recording = new RecordingFileSystem();
  const life = new VaultLife(product, recording);
  await life.create();
  life.parts.store.transaction((tx) => {
    for (let id = 1; id <= CASES; id += 1) tx.run('INSERT INTO cases (id, title) VALUES (?, ?)', [id, 'new']);
  });
  life.close();
  return recording.disk;
}

/** Opens, and commits about as often as wanted. */
async function workUntilCrash(
  product: Product,
  disk: MemoryFileSystem,
  run: number,
  commits: number,
): Promise<RecordingFileSystem> {
  const recording = new RecordingFileSystem(disk);
  const life = new VaultLife(product, recording, run);
  await life.open(FIRST_USER);
  try {
    work(life.parts.store, commits);
    await putAttachment(life);
    await letInOrOut(life, run);
  } catch (error) {
    if (!isReadOnlyError(error) && !isDiskError(error)) throw error;
  }
  return recording;
}

/** What a crash has left decides whether she is in already: then the change is refused, and another run makes it. */
async function letInOrOut(life: VaultLife, run: number): Promise<void> {
  try {
    await (run % 2 === 0 ? removeBea : addBea)(life);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Refused'))) throw error;
  }
}

function work(store: Store, commits: number): void {
  for (let number = 1; number <= Math.max(commits, 2); number += 1) {
    store.transaction((tx) => {
      tx.run('UPDATE cases SET title = ? WHERE id = ?', [`state ${number}`, 1 + (number % CASES)]);
    });
    if (number % COMMITS_BETWEEN_CHECKPOINTS === 0) store.checkpoint();
  }
  store.checkpoint();
}

/** Any call of the opening or of the rest, so that files that were made and lost by the cut are met as well. */
function diskAfterCrash(recording: RecordingFileSystem, numbers: () => number): MemoryFileSystem {
  const { calls } = recording;
  const early = numbers() < 0.5;
  const at = early ? numberBelow(numbers, Math.min(40, calls.length)) : numberBelow(numbers, calls.length + 1);
  const cut = new CrashDisk(recording);
  for (const call of calls.slice(0, at)) cut.apply(call);
  return cut.afterPowerCut(numbers() < 0.5 ? NOTHING : EVERYTHING);
}
