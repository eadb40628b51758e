import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { processTree } from '#test/helpers/process-tree.ts';
import { Canaries } from './support/canaries.ts';
import { coreProcess, untilEnded } from './support/core-process.ts';
import { officer } from './support/people.ts';
import { Station } from './support/station.ts';
import { keepRecoveryKey, typeBackRecoveryKey } from './support/steps/enrolment.ts';
import { field } from './support/steps/fields.ts';
import { goTo, goToAdministration, lock, signIn } from './support/steps/session.ts';
import { canariesIn, type Traces } from './support/traces.ts';
import { test } from './support/world.ts';
import {
  writeCase,
  writeChecks,
  writeMessages,
  writeOnLockScreen,
  writeSearches,
  writeSettings,
} from './support/write-everywhere.ts';

const canaries = new Canaries();
let since: number;
let sources: string;

test.beforeAll(async () => {
  since = Date.now();
  sources = await mkdtemp(join(tmpdir(), 'ncb-sources-'));
  await chmod(sources, 0o755);
});
test.afterAll(() => rm(sources, { recursive: true, force: true }));

/** Sets a new machine up by a code, and makes an account there; every name, passphrase and key is a canary. */
async function setUp(page: Page, hub: TestHub): Promise<void> {
  const code = await hub.admin.createEnrolmentCode('ZUB');
  await field(page, 'Address of the hub').fill(hub.url);
  await field(page, 'One-time code').fill(canaries.next('enrolment code that is none'));
  await field(page, 'Name').fill(canaries.next('enrolment: name'));
  await field(page, 'User name').fill('zoe');
  const passphrase = canaries.next('enrolment: passphrase');
  await page.getByLabel('New passphrase').fill(passphrase);
  await page.getByLabel('The same again').fill(passphrase);
  await page.getByRole('button', { name: 'Set up the workstation' }).click();
  await field(page, 'One-time code').fill(canaries.add('enrolment code', code));
  canaries.add('enrolment code without its lines', code.replaceAll('-', ''));
  await page.getByRole('button', { name: 'Set up the workstation' }).click();
  await noteRecoveryKey(page);
  await makeAccount(page);
  await lock(page);
}

async function noteRecoveryKey(page: Page): Promise<void> {
  const typed = await typeBackRecoveryKey(page);
  // One word of the list proves nothing; three in a row are the key's own.
  for (const between of ['-', '', ' ', '\n']) canaries.add('recovery key', typed.slice(0, 3).join(between));
  await keepRecoveryKey(page);
}

async function makeAccount(page: Page): Promise<void> {
  await goToAdministration(page, 'Accounts');
  await page.getByRole('button', { name: 'New account' }).click();
  const dialog = page.getByRole('dialog', { name: 'New account' });
  const name = canaries.next('new account: name');
  await field(dialog, 'Name').fill(name);
  await field(dialog, 'User name').fill('yan');
  await dialog.getByRole('checkbox', { name: 'Officer', exact: true }).check();
  const passphrase = canaries.next('new account: passphrase');
  await dialog.getByLabel('New passphrase').fill(passphrase);
  await dialog.getByLabel('The same again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByRole('grid', { name: 'Accounts' })).toContainText(name);
}

const rendererOf = ({ pid }: Station): number => {
  const found = processTree(pid).find(({ commandLine }) => commandLine.includes('--type=renderer'));
  if (!found) throw new Error('There is no page.');
  return found.pid;
};

/** First the core aborts, then the page, each with everything in its memory: what would write a dump writes it now. */
async function crashAll(station: Station): Promise<void> {
  for (const pid of [coreProcess(station), rendererOf(station)]) {
    process.kill(pid, 'SIGABRT');
    await untilEnded(pid, 10_000);
  }
}

test('of what is typed anywhere, of names of files and of keys, nothing stands on the disk in clear, in no encoding, after locks, kills and crashes', async ({
  world,
}) => {
  test.setTimeout(300_000);
  const { utopia, ruritania } = world;
  const fileName = `${canaries.next('name of a file')}.txt`;
  const file = join(sources, fileName);
  await writeFile(file, `${canaries.next('content of a file')} `.repeat(200));
  canaries.add('passphrase of the officer', officer.passphrase);
  const machine = await Station.open();
  // Of its own: a bureau's first workstation, which no other test has set up.
  const hub = await startTestHub();
  await setUp(machine.page, hub);

  await writeCase(canaries, utopia.page, file);
  await writeMessages(canaries, utopia, ruritania, fileName);
  await writeChecks(canaries, utopia.page);
  await writeSearches(canaries, utopia.page);
  await writeSettings(canaries, utopia.page);
  await lock(utopia.page);
  await writeOnLockScreen(canaries, utopia.page, officer.username);
  await utopia.kill9();
  await utopia.start();
  await expect(utopia.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await utopia.page.waitForTimeout(1_100); // the wait after one wrong passphrase
  await signIn(utopia.page, officer);
  await goTo(utopia.page, 'Cases');
  await rm(file);
  await crashAll(utopia);
  await utopia.kill9();
  await utopia.start();
  await signIn(utopia.page, officer);
  const stations = [utopia, ruritania, machine];
  for (const station of stations) await station.quit();

  console.log(`  ${canaries.words.length} canaries in ${new Set(canaries.places).size} places`);
  expect(canaries.words.length).toBeGreaterThanOrEqual(50);
  const traces: Traces = {
    folders: stations.map(({ profileDir }) => profileDir),
    output: stations.map(({ output }) => output).join('\n'),
    since,
  };
  expect(await canariesIn(canaries, traces)).toEqual([]);
  await showThatItCanBeFound(traces);
  await machine.remove();
  await hub.close();
  for (const station of [utopia, ruritania]) {
    await station.start();
    await signIn(station.page, officer);
  }
});

/** The same search finds every canary that is planted where a browser would leave it. */
async function showThatItCanBeFound(traces: Traces): Promise<void> {
  const [word = ''] = canaries.words;
  const [profile = ''] = traces.folders;
  const planted = join(profile, 'Cache', 'planted');
  await mkdir(planted, { recursive: true });
  const forms: Readonly<Record<string, Buffer>> = {
    clear: Buffer.from(`title=${word};`),
    wide: Buffer.from(word, 'utf16le'),
    packed: gzipSync(`the title is ${word}`),
    encoded: Buffer.from(Buffer.from(`x${word}`).toString('base64')),
  };
  for (const [name, content] of Object.entries(forms)) await writeFile(join(planted, name), content);
  const found = await canariesIn(canaries, { ...traces, output: `at ${word}` });
  for (const name of await readdir(planted)) expect(found.join('\n')).toContain(join(planted, name));
  expect(found.join('\n')).toContain('standard output');
  await rm(planted, { recursive: true });
  expect(existsSync(planted)).toBe(false);
}
