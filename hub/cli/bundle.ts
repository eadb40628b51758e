import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { type AnswerCode, answers } from '#shared/protocol/answers.ts';
import { BundleError, type BundleProblem } from '#shared/protocol/bundle/layout.ts';
import type { CarriedAnswer } from '#shared/protocol/carried-check.ts';
import { hubStatement, type SignedStatement } from '#shared/protocol/hub-statement.ts';
import { answerAtHub, carryAtHub, StoppedMidway } from '../services/carry-at-hub.ts';
import { HubError } from '../services/hub-error.ts';
import type { WakeCalls } from '../services/wake-calls.ts';
import { assembleHub } from '../start-hub.ts';
import { UsageError } from './usage-error.ts';
import { withHubDatabase } from './with-admin.ts';

const PIECE = 1024 * 1024;

/** A command has no workstations connected; the hub that serves is called through the database. */
const NOBODY_LISTENS: WakeCalls = { subscribe: () => () => undefined, close: async () => undefined };

/** What happened, what is safe, what to do. */
const problems: Record<BundleProblem, (version: number) => string> = {
  'not-a-bundle': () => 'This file is not a bundle. Nothing was read in. Choose the file the workstation has written.',
  newer: (version) =>
    `This bundle has version ${version}, which this hub does not read. Nothing was read in. Update the hub, then read it in again.`,
  'not-for-us': () =>
    'This bundle is not for this hub: it is sealed to a bureau alone, is an answer, or comes from a workstation that is not enrolled here. Nothing was read in. Read it in at a workstation of its bureau.',
  incomplete: () => 'This copy stops before its end. Nothing was read in. Copy the file again.',
  damaged: () =>
    'This bundle has been altered or damaged. Nothing was read in. Copy the file again, or have it written anew.',
};

const refusals: Partial<Record<AnswerCode, string>> = {
  'sender-revoked':
    'The workstation that wrote this bundle has been revoked. Nothing was read in. An administrator of its bureau can take its work over at another workstation.',
  'bureau-suspended':
    'The bureau of the workstation that wrote this bundle is suspended. Nothing was read in, and the work stays at the workstation. Once the bureau is readmitted (bureau readmit), read it in again.',
};

const TAKEN_SO_FAR = 'What had been taken in by then stays taken in, the rest was not read in.';

const refusalsMidway: Partial<Record<AnswerCode, string>> = {
  'sender-revoked': `The workstation that wrote this bundle was revoked while it was read in. ${TAKEN_SO_FAR} An administrator of its bureau can take the rest over at another workstation: nothing is taken twice.`,
  'bureau-suspended': `The bureau of the workstation that wrote this bundle was suspended while it was read in. ${TAKEN_SO_FAR} Once the bureau is readmitted (bureau readmit), read the same file in again: nothing is taken in twice.`,
};

function inWords(error: unknown): unknown {
  if (error instanceof BundleError) return new Error(problems[error.problem](error.version));
  if (error instanceof StoppedMidway) {
    const said = `${answers[error.code].what} ${TAKEN_SO_FAR} Read the same file in again: nothing is taken in twice.`;
    return new Error(refusalsMidway[error.code] ?? said);
  }
  const refusal = error instanceof HubError && refusals[error.code];
  return refusal ? new Error(refusal) : error;
}

const verdictsOf = ({ text }: SignedStatement): { verdict: Verdict; before: boolean }[] => {
  const statement = hubStatement.parse(JSON.parse(text));
  if (statement.what !== 'verdicts') return [];
  return statement.verdicts.map((verdict) => ({
    verdict,
    before: verdict.id !== null && statement.before.includes(verdict.id),
  }));
};

/** What was asked and answered, the answer itself is for who asked alone. */
const answersOf = ({ text }: SignedStatement): CarriedAnswer[] => {
  const statement = hubStatement.parse(JSON.parse(text));
  return statement.what === 'checks' ? statement.answers : [];
};

function tellCheck({ checkId, code }: CarriedAnswer): void {
  const { what, toDo } = answers[code];
  console.log(code === 'accepted' ? `${checkId}  check answered` : `${checkId}  check ${code}: ${what} ${toDo}`);
}

function tell({ verdict: { id, class: kind, code, what, toDo }, before }: ReturnType<typeof verdictsOf>[number]): void {
  const name = id ?? 'unreadable';
  if (kind === 'accepted') console.log(`${name}  ${before ? 'known already' : 'accepted'}`);
  else console.log(`${name}  ${code}: ${what} ${toDo}`);
}

/**
 * Written beside and renamed: a file of that name is replaced whole or not at all. Beside, under a name that nobody could have known: what lies ready on
 * a stick that comes from elsewhere may be a link to some other file.
 */
async function writeWhole(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    for await (const part of content) await file.writeFile(part);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** `bundle FILE [--answers FILE]`: reads in what a workstation without a line has written, and writes the answers for it. */
export async function bundle(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { answers: { type: 'string' } } });
  const [path] = positionals;
  if (!path) throw new UsageError('bundle takes a file');
  await withHubDatabase(async (base) => {
    // The command ends as soon as it is done: no call waits for another.
    const deps = assembleHub(base, NOBODY_LISTENS, { callsBundledFor: 0 });
    try {
      const carried = await carryAtHub(deps, () => createReadStream(path, { highWaterMark: PIECE }));
      const { name, number, bureau } = carried.head;
      console.log(`Bundle ${number} of ${name} (${bureau}):`);
      for (const one of carried.decided.flatMap(answersOf)) tellCheck(one);
      for (const one of carried.decided.flatMap(verdictsOf)) tell(one);
      if (values.answers === undefined) return;
      await writeWhole(values.answers, await answerAtHub(deps, carried));
      console.log(`Answers written to ${values.answers}: read them in at ${name}.`);
    } catch (error) {
      throw inWords(error);
    }
  });
}
