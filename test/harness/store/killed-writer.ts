import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { Store } from '#core/store/database.ts';
import { openVault } from '#core/vault/vault.ts';
import { FIRST_USER, newVault, reopened, temporaryFolder, vaultOptions } from '#test/helpers/vault.ts';
import type { Findings } from './product.ts';

/** How many cases the writer writes in turn, so that the vault does not grow from kill to kill. */
export const CASES = 200;

/** Vaults that are written to, and whose writers are killed, at the same time. */
const LANES = 3;

/** After its first acknowledgement a writer lives up to this long. Milliseconds. */
const LONGEST_LIFE_MS = 50;

/** One kill in so many comes at a random moment of the start and the opening. */
const KILLED_EARLY_EVERY = 5;
const LONGEST_START_MS = 400;

/** Kills real processes that write to real disks, and looks each time at what they leave. `writer` is a bundled program. */
export async function killWriters(writer: string, kills: number): Promise<Findings> {
  const lanes = await Promise.all(
    Array.from({ length: LANES }, (_, lane) => killInLane(writer, Math.ceil((kills - lane) / LANES))),
  );
  return { cases: lanes.reduce((sum, lane) => sum + lane.cases, 0), problems: lanes.flatMap((lane) => lane.problems) };
}

async function killInLane(writer: string, kills: number): Promise<Findings> {
  const folder = temporaryFolder();
  const problems: string[] = [];
  try {
    (await newVault(folder.path)).store.close();
    let acknowledged = 0;
    for (let kill = 1; kill <= kills && problems.length === 0; kill += 1) {
      const early = kill % KILLED_EARLY_EVERY === 0;
      acknowledged = Math.max(acknowledged, await lastWordOf(writer, folder.path, early));
      const left = await whatIsLeft(folder.path, acknowledged);
      if (typeof left === 'string') problems.push(`kill ${kill}: ${left}`);
      else acknowledged = left.last;
    }
    return { cases: kills, problems };
  } finally {
    folder.remove();
  }
}

/** Starts the writer, kills it at a random moment, and returns the last number it acknowledged (0 if none). */
async function lastWordOf(writer: string, dir: string, early: boolean): Promise<number> {
  const child = spawn(process.execPath, [writer, dir], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaints = '';
  const killLater = (most: number) => globalThis.setTimeout(() => child.kill('SIGKILL'), Math.random() * most);
  if (early) killLater(LONGEST_START_MS);
  child.stderr.on('data', (piece) => {
    complaints += piece;
  });
  child.stdout.on('data', (piece) => {
    if (output === '' && !early) killLater(LONGEST_LIFE_MS);
    output += piece;
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (output === '' && !early) throw new Error(`The writer wrote nothing: ${complaints}`);
  return Number(output.split('\n').at(-2) ?? 0);
}

async function whatIsLeft(dir: string, acknowledged: number): Promise<{ last: number } | string> {
  try {
    const { store } = await reopenedAfterTheWait(dir);
    const last = store.read.get<{ n: number | null }>('SELECT max(weight) AS n FROM cases')?.n ?? 0;
    const problem = last < acknowledged ? `${acknowledged} was saved, ${last} is there` : halfTransaction(store, last);
    store.close();
    return problem ?? { last };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A writer killed while its passphrase was being tried leaves the attempt counted: the next one waits, as a person would. */
async function reopenedAfterTheWait(dir: string): ReturnType<typeof reopened> {
  const opened = await openVault({ ...vaultOptions(dir), unlock: FIRST_USER });
  if (opened.ok) return opened.value;
  if (opened.error.kind === 'throttled') await setTimeout(opened.error.retryAfterMs);
  return reopened(dir);
}

/** Everything in the vault follows from the number of the last transaction. */
function halfTransaction(store: Store, last: number): string | null {
  const cases = store.read.all<{ id: number; n: number; title: string; bytes: number; notes: string | null }>(
    `SELECT id, weight AS n, title, length(picture) AS bytes,
      (SELECT group_concat(text) FROM notes WHERE case_id = cases.id) AS notes FROM cases ORDER BY weight`,
  );
  const first = Math.max(1, last - CASES + 1);
  if (cases.length !== last - first + 1) return `there are ${cases.length} cases after transaction ${last}`;
  const wrong = cases.find(({ id, n, title, bytes, notes }, index) => {
    const expected = first + index;
    const whole = n === expected && id === 1 + (n % CASES) && title === `case ${n}` && bytes === n % 3000;
    return !whole || notes !== `${n},${n}`;
  });
  return wrong ? `half of transaction ${wrong.n}` : null;
}
