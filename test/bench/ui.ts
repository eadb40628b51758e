/**
 * npm run bench -- ui: how quick the real workstation is with 10,000 cases and 50,000 persons, against an Electron that shows one
 * empty window, in the same run. The last line is JSON. Times in ms, memory in MB.
 */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { KeySlotsFile, passphraseSlots } from '#core/vault/key-slots.ts';
import { launchWorkstation, prepareWorkstation, type RunningWorkstation } from '#test/helpers/electron-app.ts';
import { startTestHub } from '#test/helpers/hub.ts';
import { PASSPHRASE } from '#test/helpers/workstation.ts';
import { makeBigStore } from './lib/big-store.ts';
import { stageEmptyWindow } from './lib/empty-window.ts';
import { median, percentile, rounded } from './lib/figures.ts';
import { memoryOfTree } from './lib/memory.ts';
import { clickWhenShown, longestTask, timeOnScreen } from './lib/screen-speed.ts';

const STARTS = 5;
const OPENED_CASES = 50;
const LAUNCHER = 'NCB_TEST_LAUNCHER';
const MB = 1024 * 1024;

const endDisplay = await prepareWorkstation();
const workstation = process.env[LAUNCHER] ?? '';
const emptyWindow = await stageEmptyWindow();
const hub = await startTestHub();
const folder = await mkdtemp(join(tmpdir(), 'ncb-bench-ui-'));
// The unprivileged user that runs the workstation has to reach the folders in it.
await chmod(folder, 0o755);
const profile = join(folder, 'workstation');
say('filling a store with 10,000 cases and 50,000 persons …');
const { databaseBytes } = await makeBigStore(profile, hub.url, await hub.admin.createEnrolmentCode('UTO'));

const start = await measureStart();
const kdf = await measureKdf();
const rest = await measureWork();
await hub.close();
endDisplay();
process.stdout.write(
  `${JSON.stringify({ start, ...rest, kdf: rounded(kdf), databaseMB: rounded(databaseBytes / MB) })}\n`,
);
process.exit(0);

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}

/** From process start to a usable lock screen, and to the empty window, in turn. */
async function measureStart() {
  const ours: number[] = [];
  const empty: number[] = [];
  let emptyMemory = 0;
  for (let run = 0; run < STARTS; run += 1) {
    const blank = await timeLaunch(emptyWindow, join(folder, 'empty'), '#ready');
    empty.push(blank.ms);
    await blank.station.page.waitForTimeout(2000);
    emptyMemory = memoryOfTree(blank.station.pid);
    await blank.station.close();
    const locked = await timeLaunch(workstation, profile, 'input[type=password]');
    ours.push(locked.ms);
    await locked.station.close();
  }
  const ratio = median(ours) / median(empty);
  say(`start to lock screen ${rounded(median(ours))} ms, empty window ${rounded(median(empty))} ms`);
  return {
    lockScreen: rounded(median(ours)),
    emptyWindow: rounded(median(empty)),
    ratio: rounded(ratio),
    emptyMemoryMB: rounded(emptyMemory / MB),
  };
}

async function timeLaunch(launcher: string, profileDir: string, selector: string) {
  process.env[LAUNCHER] = launcher;
  const began = performance.now();
  const station = await launchWorkstation({ profileDir });
  await station.page.locator(selector).first().waitFor();
  return { station, ms: performance.now() - began };
}

/** One derivation as an unlock does it, at the cost that enrolment chose for this computer; to be taken off the unlock's time. */
async function measureKdf(): Promise<number> {
  const [slot] = passphraseSlots(new KeySlotsFile(nodeFileSystem, join(profile, 'vault')).read().stored.slots);
  if (!slot) throw new Error('There is nobody to sign in.');
  const samples: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    await argon2idKdf.derive(PASSPHRASE, new Uint8Array(16), slot.kdf);
    samples.push(performance.now() - began);
  }
  return median(samples);
}

async function measureWork() {
  const { station } = await timeLaunch(workstation, profile, 'input[type=password]');
  const { page } = station;
  const unlock = await timeUnlock(page);
  say(
    `unlock to case list ${rounded(unlock.first)} ms, again ${rounded(unlock.again)} ms, of which key derivation ${rounded(kdf)} ms`,
  );
  const scrolling = await longestTask(page, () => scrollThrough(page));
  const openCase = await timeOpenCases(page);
  const keystroke = await timeSearch(page);
  const switchScreen = await timeSwitching(page);
  const memory = await idleMemory(station);
  await station.close();
  return {
    unlockBeyondKdf: { first: rounded(unlock.first - kdf), again: rounded(unlock.again - kdf) },
    longestTaskWhileScrolling: rounded(scrolling),
    p95: {
      openCase: p95([...openCase.first, ...openCase.again]),
      openCaseFirst: p95(openCase.first),
      openCaseAgain: p95(openCase.again),
      keystroke: p95(keystroke),
      switchScreen: p95(switchScreen),
    },
    median: {
      openCaseFirst: rounded(median(openCase.first)),
      openCaseAgain: rounded(median(openCase.again)),
      keystroke: rounded(median(keystroke)),
      switchScreen: rounded(median(switchScreen)),
    },
    memoryMB: rounded(memory / MB),
    memoryRatio: rounded((memory - databaseBytes) / MB / start.emptyMemoryMB),
  };
}

function p95(samples: readonly number[]): number {
  return rounded(percentile(samples, 0.95));
}

async function repeat(times: number, measure: (nth: number) => Promise<number>): Promise<number[]> {
  const samples: number[] = [];
  for (let nth = 0; nth < times; nth += 1) samples.push(await measure(nth));
  return samples;
}

/**
 * first: the first sign-in after the start, with the way from the Desk to the case list, and nothing of the store or the screens read before.
 * again: after a lock; the workstation opens where it was left, at the case list.
 */
async function timeUnlock(page: Page): Promise<{ readonly first: number; readonly again: number }> {
  const shown = { selector: '[role=option]', text: 'UTO-' };
  await typeSignIn(page);
  await clickWhenShown(page, 'nav a', 'Cases');
  const first = await timeOnScreen(page, 'keydown', shown, () => page.keyboard.press('Enter'));
  await page.waitForTimeout(3000);
  await page.keyboard.press('Control+L');
  await typeSignIn(page);
  const again = await timeOnScreen(page, 'keydown', shown, () => page.keyboard.press('Enter'));
  return { first, again };
}

async function typeSignIn(page: Page): Promise<void> {
  await page.locator('input[type=password]').waitFor();
  await page.getByLabel('User name').first().fill('officer');
  await page.locator('input[type=password]').fill(PASSPHRASE);
}

async function scrollThrough(page: Page): Promise<void> {
  await page.getByRole('listbox').first().hover();
  for (let step = 0; step < 120; step += 1) {
    await page.mouse.wheel(0, step % 10 === 0 ? 60_000 : 600);
    await page.waitForTimeout(16);
  }
}

/** Fifty cases, none of them opened before, two from each screenful of the list; and the same number gone back to. */
async function timeOpenCases(page: Page): Promise<{ first: number[]; again: number[] }> {
  const first: number[] = [];
  const again: number[] = [];
  for (let screenful = 0; screenful < OPENED_CASES / 2; screenful += 1) {
    await page.getByRole('listbox').first().hover();
    await page.mouse.wheel(0, 2_000);
    await page.waitForTimeout(300);
    for (const nth of [2, 5]) first.push(await timeOpenCase(page, nth));
    for (const nth of [2, 5]) again.push(await timeOpenCase(page, nth));
  }
  return { first, again };
}

/** @param nth which of the rows that are drawn; the list is as it was scrolled */
async function timeOpenCase(page: Page, nth: number): Promise<number> {
  const row = page.getByRole('listbox').first().getByRole('option').nth(nth);
  const reference = /UTO-\d{4}-\d{6}/.exec((await row.textContent()) ?? '')?.[0] ?? '';
  return timeOnScreen(page, 'click', { selector: 'article', text: reference }, () => row.click());
}

/** Digits of the titles' numbers, chosen so that each one changes what the list shows: else there would be nothing to see the answer by. */
async function timeSearch(page: Page): Promise<number[]> {
  const samples: number[] = [];
  const search = page.getByPlaceholder('Search cases');
  for (const typed of ['4821', '7310', '5594', '8277', '3068']) {
    await search.fill('');
    await page.waitForTimeout(500);
    for (const digit of typed) {
      samples.push(
        await timeOnScreen(page, 'keydown', { selector: '[role=listbox]' }, () => page.keyboard.press(digit)),
      );
    }
  }
  await search.fill('');
  return samples;
}

async function timeSwitching(page: Page): Promise<number[]> {
  const screens = ['Desk', 'Cases', 'Checks', 'Messages', 'Outbox', 'People & objects', 'Settings'];
  return repeat(21, (nth) => {
    const name = screens[nth % screens.length] ?? '';
    return timeOnScreen(page, 'click', { selector: 'h1', text: name }, () => page.getByRole('link', { name }).click());
  });
}

/** After half a minute in which nobody does anything. */
async function idleMemory(station: RunningWorkstation): Promise<number> {
  await station.page.waitForTimeout(30_000);
  return memoryOfTree(station.pid);
}
