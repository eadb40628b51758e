import { contentHash } from '#core/store/content-hash.ts';
import { StoreDamagedError } from '#core/store/errors.ts';
import type { FileSystem } from '#core/store/file-system.ts';
import type { OpenVaultOptions, VaultParts } from '#core/vault/vault.ts';
import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import { type CrashState, type CrashStateOptions, crashStates } from './crash-states.ts';
import type { Findings, Product } from './product.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { DIR, type Known, type Login, laterProcess, SMALL, type Step, VaultLife } from './vault-life.ts';

/** A run of the program after everything the lives do. */
const AFTERWARDS = 100;

interface Acknowledgement {
  /** Calls recorded when it was given. */
  readonly calls: number;
  readonly known: Known;
}

/** A life on a recorded disk, and what was acknowledged when. */
export interface RecordedLife {
  readonly recording: RecordingFileSystem;
  readonly acknowledgements: readonly Acknowledgement[];
}

/** Lives through the steps and notes what each acknowledges. */
export async function recordLife(
  product: Product,
  steps: readonly Step[],
  start?: { readonly disk: MemoryFileSystem; readonly known: Known; readonly run: number },
): Promise<RecordedLife> {
  const recording = new RecordingFileSystem(start?.disk);
  const life = new VaultLife(product, recording, start?.run);
  if (start) life.known = start.known;
  const acknowledgements: Acknowledgement[] = [{ calls: 0, known: life.known }];
  for (const step of steps) {
    const change = await step(life);
    life.known = { ...life.known, ...change, content: life.content() };
    acknowledgements.push({ calls: recording.calls.length, known: life.known });
  }
  return { recording, acknowledgements };
}

/** What has to hold after a cut, and what may hold as well because it was being done. */
export function expectationAt(life: RecordedLife, calls: number): { least: Known; most: Known } {
  const given = life.acknowledgements.filter((acknowledgement) => acknowledgement.calls <= calls);
  const least = given.at(-1) ?? life.acknowledgements[0];
  const most = life.acknowledgements[given.length] ?? least;
  if (!least || !most) throw new Error('This life has not begun.');
  return { least: least.known, most: most.known };
}

/**
 * Cuts the power at every moment of a life and checks what each cut leaves: it opens, with everything acknowledged and
 * nothing half, takes another transaction, and opens again with it.
 */
export async function cutPower(
  product: Product,
  life: RecordedLife,
  options: CrashStateOptions & { readonly mostStates?: number; readonly mostProblems?: number },
): Promise<Findings> {
  const problems: string[] = [];
  let cases = 0;
  for (const state of crashStates(life.recording, options)) {
    if (cases >= (options.mostStates ?? Number.POSITIVE_INFINITY)) break;
    cases += 1;
    const { least, most } = expectationAt(life, state.calls);
    const problem = await problemOf(product, state, least, most);
    if (problem !== null) problems.push(`${state.what}: ${problem}`);
    if (problems.length >= (options.mostProblems ?? Number.POSITIVE_INFINITY)) break;
  }
  return { cases, problems };
}

async function problemOf(product: Product, state: CrashState, least: Known, most: Known): Promise<string | null> {
  try {
    return await checkState(product, state.disk, least, most);
  } catch (error) {
    return `it threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function checkState(product: Product, disk: MemoryFileSystem, least: Known, most: Known): Promise<string | null> {
  if (least.content === null) {
    const whole = await noVaultOrAWholeOne(product, disk, most);
    if (whole !== 'goes on') return whole;
  }
  const opened = await openWithEither(product, disk, least, most);
  if (typeof opened === 'string') return opened;
  const { parts, login } = opened;
  const problem = contentProblem(contentHash(parts.store.read), least, most) ?? (await attachmentProblem(parts, least));
  if (problem !== null) return problem;
  return (await goesOn(product, disk, parts, login)) ?? (await stillRefused(product, disk, least, most));
}

/** Before the creation was acknowledged there may be no vault; then one can be made. */
async function noVaultOrAWholeOne(
  product: Product,
  disk: MemoryFileSystem,
  most: Known,
): Promise<string | null | 'goes on'> {
  const first = most.opens[0] ?? FIRST_USER;
  const opened = await openWith(product, disk, first);
  if (opened.ok) opened.value.store.close();
  if (opened.ok) return 'goes on';
  if (opened.error.kind !== 'no-vault') return `a vault that nobody was shown is ${opened.error.kind}`;
  const created = await product.createVault({ ...optionsFor(disk, AFTERWARDS + 1), firstUser: FIRST_USER });
  if (!created.ok) return `no vault can be made any more: ${created.error.kind}`;
  created.value.store.close();
  return null;
}

/** The supervisor's passphrase acknowledged last, or the one that was being set. */
async function openWithEither(
  product: Product,
  disk: MemoryFileSystem,
  least: Known,
  most: Known,
): Promise<{ parts: VaultParts; login: Login } | string> {
  const logins = [least.opens[0], most.opens[0]].filter((login) => login !== undefined);
  let refusal = 'nobody can open it';
  for (const [index, login] of logins.entries()) {
    const opened = await openWith(product, disk, login, AFTERWARDS + index);
    if (opened.ok) return { parts: opened.value, login };
    refusal = `it does not open: ${JSON.stringify(opened.error)}`;
  }
  return refusal;
}

function contentProblem(found: string, least: Known, most: Known): string | null {
  const allowed = [least.content, most.content];
  return allowed.includes(found) ? null : 'what was acknowledged is not there, or half of something is';
}

async function attachmentProblem(parts: VaultParts, least: Known): Promise<string | null> {
  for (const digest of least.attachments) {
    try {
      for await (const _chunk of parts.attachments.open(digest)) {
        // Each chunk is authenticated when it is read.
      }
    } catch (error) {
      if (error instanceof StoreDamagedError) return `an attachment is lost: ${error.message}`;
      return `an attachment is lost: ${String(error)}`;
    }
  }
  return null;
}

/** What a crash left must also be a good beginning. */
async function goesOn(
  product: Product,
  disk: MemoryFileSystem,
  { store }: VaultParts,
  login: Login,
): Promise<string | null> {
  store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', ['after the cut']));
  const hash = contentHash(store.read);
  store.close();
  const again = await openWith(product, disk, login, AFTERWARDS + 3);
  if (!again.ok) return `it opens once and not again: ${JSON.stringify(again.error)}`;
  const kept = contentHash(again.value.store.read) === hash;
  again.value.store.close();
  return kept ? null : 'what was saved after the cut is lost';
}

/** A passphrase taken away stays away, unless it was just being given back. */
async function stillRefused(
  product: Product,
  disk: MemoryFileSystem,
  least: Known,
  most: Known,
): Promise<string | null> {
  const latest = least.refused.at(-1);
  if (!latest || !most.refused.includes(latest)) return null;
  const opened = await openWith(product, disk, latest, AFTERWARDS + 4);
  if (!opened.ok) return null;
  opened.value.store.close();
  return `a passphrase that was taken away opens it again: ${latest.username}`;
}

function openWith(product: Product, disk: FileSystem, unlock: OpenVaultOptions['unlock'], run = AFTERWARDS) {
  return product.openVault({ ...optionsFor(disk, run), unlock });
}

const optionsFor = (disk: FileSystem, run: number) => ({
  ...vaultOptions(DIR, disk),
  ...SMALL,
  processes: laterProcess(run),
});
