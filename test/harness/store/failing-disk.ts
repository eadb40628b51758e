import type { Store } from '#core/store/database.ts';
import type { FileHandle } from '#core/store/file-system.ts';
import { FailingFileSystem, type Fault, type MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import { CrashDisk, EVERYTHING, NOTHING } from './crash-disk.ts';
import { create, open } from './life-steps.ts';
import { SHORT_LIFE } from './lives.ts';
import { isDiskError, isReadOnlyError, type Product } from './product.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { DIR, type Login, laterProcess, SMALL, VaultLife } from './vault-life.ts';

const AFTERWARDS = 100;

/** What may be held for a moment by a virus scanner; the store tries again. */
const HELD_A_MOMENT = new Set<Fault['code']>(['EPERM', 'EBUSY']);

interface Failure {
  readonly life: VaultLife;
  readonly recording: RecordingFileSystem;
  readonly disk: FailingFileSystem;
  /** Passphrases that a change, not acknowledged, may have set. */
  readonly maybe: readonly Login[];
  readonly problems: readonly string[];
  readonly stepsFailed: number;
}

/**
 * Lives a short life on a disk of which one call fails, and looks at what is left: as the running program saw it, and as
 * a power cut at the end leaves it.
 * @returns how many calls were made, and the sentence about each thing that went wrong
 */
export async function liveOnFailingDisk(
  product: Product,
  fault: Fault,
): Promise<{ readonly calls: number; readonly problems: readonly string[] }> {
  const failure = await live(product, fault);
  const problems = [...failure.problems];
  if (isMomentary(fault, failure.disk.failed) && failure.stepsFailed > 0) {
    problems.push('a file that was held for a moment made something fail');
  }
  for (const [what, disk] of disksAfter(failure.recording)) {
    const problem = await problemOf(product, disk, failure);
    if (problem !== null) problems.push(`${what}: ${problem}`);
  }
  const where = `call ${fault.at} (${failure.disk.failed ?? 'none'}), ${fault.code}${fault.lasting ? ' for good' : ''}`;
  return { calls: failure.disk.calls, problems: problems.map((problem) => `${where}: ${problem}`) };
}

const isMomentary = (fault: Fault, failed: string | undefined): boolean =>
  !fault.lasting && HELD_A_MOMENT.has(fault.code) && failed === 'rename';

async function live(product: Product, fault: Fault): Promise<Failure> {
  const recording = new RecordingFileSystem();
  const onFailedSync = (file: FileHandle) => recording.noteFailedSync(file);
  const disk = new FailingFileSystem(recording, fault, { reads: true, onFailedSync });
  const life = new VaultLife(product, disk.fs);
  const problems: string[] = [];
  let stepsFailed = 0;
  for (const step of SHORT_LIFE) {
    if (!life.isOpen && step !== open && step !== create) continue;
    try {
      life.known = { ...life.known, ...(await step(life)) };
    } catch (error) {
      stepsFailed += 1;
      const problem = judgeFailure(error, life);
      if (problem !== null) problems.push(problem);
    }
  }
  const changed = { username: FIRST_USER.username, passphrase: 'another quiet passphrase' };
  return { life, recording, disk, maybe: [changed], problems, stepsFailed };
}

/** A failure may be refused or reported; afterwards the store shows what it has acknowledged, and nothing else. */
function judgeFailure(error: unknown, life: VaultLife): string | null {
  const told = error instanceof Error ? error.message : String(error);
  if (!isDiskError(error) && !isReadOnlyError(error) && !/did not open|not created|throttled/.test(told)) {
    return `an error that nobody can act on: ${told}`;
  }
  if (!life.isOpen || !isReadOnlyError(error)) return null;
  const { store } = life.parts;
  if (!store.status().readOnly || !store.status().reason) return 'nothing can be saved, and the store does not say so';
  if (!refusesToWrite(store)) return 'it goes on saving after a failure that it called final';
  return rowProblem(store, life.committed, life.committed);
}

function refusesToWrite(store: Store): boolean {
  try {
    store.transaction((tx) => tx.run("INSERT INTO cases (title) VALUES ('too late')"));
    return false;
  } catch (error) {
    return isReadOnlyError(error);
  }
}

/** Every acknowledged case, none that was never asked for, and each with both its notes. */
function rowProblem(store: Store, least: readonly number[], most: readonly number[]): string | null {
  const rows = store.read.all<{ title: string; notes: number }>(
    'SELECT title, (SELECT count(*) FROM notes WHERE case_id = cases.id) AS notes FROM cases ORDER BY id',
  );
  const found = rows.map(({ title }) => Number(title.replace('case ', '')));
  const lost = least.filter((serial) => !found.includes(serial));
  if (lost.length > 0) return `saved and lost: ${lost.join(', ')}`;
  if (found.some((serial) => !most.includes(serial))) return `shown and never saved: ${found.join(', ')}`;
  return rows.every(({ notes }) => notes === 2) ? null : 'half a transaction';
}

/** What a failed sync has dropped is still in the running program's view of the disk, and then gone. */
function disksAfter(recording: RecordingFileSystem): readonly [string, MemoryFileSystem][] {
  const { calls, disk } = recording;
  const cut = new CrashDisk(recording);
  for (const call of calls) cut.apply(call);
  const left = calls.some((call) => call.kind === 'failed-sync') ? cut.afterPowerCut(EVERYTHING) : disk.copy();
  return [
    ['as it was left', left],
    ['after a power cut', cut.afterPowerCut(NOTHING)],
  ];
}

async function problemOf(product: Product, disk: MemoryFileSystem, failure: Failure): Promise<string | null> {
  try {
    return await checkDisk(product, disk, failure);
  } catch (error) {
    return `it threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function checkDisk(product: Product, disk: MemoryFileSystem, failure: Failure): Promise<string | null> {
  const { life, maybe } = failure;
  const { opens, attachments } = life.known;
  const attempted = Array.from({ length: life.lastSerial }, (_, index) => index + 1);
  const logins = opens.length > 0 ? [...opens.slice(0, 1), ...maybe] : [FIRST_USER];
  const opened = await openWithOneOf(product, disk, logins);
  if (!opened.ok) return opens.length === 0 ? await canBegin(product, disk, opened.error) : `it is ${opened.error}`;
  const { store, attachments: files } = opened.value;
  const lostFile = attachments.find((digest) => !files.has(digest));
  const problem = rowProblem(store, life.committed, attempted) ?? (lostFile ? 'an attachment is lost' : null);
  store.close();
  return problem ?? (await othersOpen(product, disk, opens.slice(1)));
}

async function openWithOneOf(product: Product, disk: MemoryFileSystem, logins: readonly Login[]) {
  let refusal = '';
  for (const [index, unlock] of logins.entries()) {
    const opened = await product.openVault({ ...optionsFor(disk, AFTERWARDS + index), unlock });
    if (opened.ok) return opened;
    refusal = JSON.stringify(opened.error);
  }
  return { ok: false as const, error: refusal };
}

async function othersOpen(product: Product, disk: MemoryFileSystem, logins: readonly Login[]): Promise<string | null> {
  for (const unlock of logins) {
    const opened = await product.openVault({ ...optionsFor(disk, AFTERWARDS + 5), unlock });
    if (!opened.ok) return `${unlock.username} was let in and is ${opened.error.kind}`;
    opened.value.store.close();
  }
  return null;
}

/** A creation that failed leaves no vault, and room for one. */
async function canBegin(product: Product, disk: MemoryFileSystem, refusal: string): Promise<string | null> {
  if (!refusal.includes('no-vault')) return `a vault that was never shown is ${refusal}`;
  const created = await product.createVault({ ...optionsFor(disk, AFTERWARDS + 6), firstUser: FIRST_USER });
  if (!created.ok) return `no vault can be made any more: ${created.error.kind}`;
  created.value.store.close();
  return null;
}

const optionsFor = (disk: MemoryFileSystem, run: number) => ({
  ...vaultOptions(DIR, disk),
  ...SMALL,
  processes: laterProcess(run),
});
