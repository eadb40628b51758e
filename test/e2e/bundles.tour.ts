import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { giveToDeskUser } from '../../scripts/runtime/desk-user.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { administrator, officer } from './support/people.ts';
import { setAppearance } from './support/screens.ts';
import type { Station } from './support/station.ts';
import { closeDialog, willSaveTo, writeBundle } from './support/steps/bundles.ts';
import { prepareCase } from './support/steps/cases.ts';
import { openColleague, takeKeys } from './support/steps/colleagues.ts';
import { lock, signIn } from './support/steps/session.ts';
import { untilOffline, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour', 'bundles');
const HOUR = 3_600_000;
const SIZE = { width: 1280, height: 800 };
const appearances = (['en', 'fr', 'es', 'ar'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ language, colorScheme })),
);

/** Each stop is reached by what every language has in the same place. */
async function shootAll(station: Station, name: string, open: (page: Page) => Promise<void>): Promise<void> {
  const { page } = station;
  await page.setViewportSize(SIZE);
  for (const appearance of appearances) {
    await setAppearance(station, appearance);
    await open(page);
    const path = join(folder, `${name}-${appearance.language}-${appearance.colorScheme}.png`);
    await page.screenshot({ path, animations: 'disabled' });
  }
  await setAppearance(station, { language: 'en', colorScheme: 'light' });
}

async function openOutbox(page: Page): Promise<void> {
  await page.locator('nav a[href="/outbox"]').click();
  await expect(page.locator('main h1')).toBeVisible();
}

const firstItem = async (page: Page) => {
  await openOutbox(page);
  await page.locator('main [role=option]').first().click();
  await page.waitForLoadState('networkidle');
};

async function openMenu(page: Page): Promise<void> {
  await openOutbox(page);
  await page.locator('main button[aria-haspopup=menu]').click();
  await expect(page.locator('[role=menuitem]').first()).toBeVisible();
}

const readIn = (path: string) => async (page: Page) => {
  await openOutbox(page);
  await page.locator('main input[type=file]').setInputFiles(path);
  await expect(page.locator('[role=dialog] h3')).toBeVisible();
};

async function openWorkstationTab(page: Page): Promise<void> {
  await page.locator('nav a[href="/administration"]').click();
  await page.locator('main [role=tab]').nth(1).click();
  await expect(page.locator('main input[type=file]').first()).toBeAttached();
  await page.locator('main section button').last().scrollIntoViewIfNeeded();
}

async function send(station: Station, subject: string, priority: 'routine' | 'urgent'): Promise<void> {
  await station.ask('message.send', {
    caseId: await prepareCase(station, subject),
    to: ['RUR'],
    subject,
    body: 'Please confirm the identity of the person stopped at the northern crossing on 4 May 2031 at 14:10 UTC.',
    priority,
    handling: 'H1',
    answerBy: Date.now() + 24 * HOUR,
    purpose: 'obtain-information',
  });
}

test('pictures of work that is carried on a stick, and of a revoked workstation', async ({ world }) => {
  test.setTimeout(900_000);
  mkdirSync(folder, { recursive: true });
  const stick = await mkdtemp(join(tmpdir(), 'ncb-stick-'));
  await giveToDeskUser(stick);
  const { utopia, line, hub } = world;
  await untilOnline(utopia.page);
  const office = await openColleague(hub, await takeKeys(utopia));
  await untilOnline(utopia.page);
  line.cut();
  await untilOffline(utopia.page);
  await send(utopia, 'Holder of passport L898902C3', 'routine');
  await send(utopia, 'Driver of the vehicle RU 4711', 'urgent');
  await utopia.ask('check.run', {
    caseId: null,
    purpose: 'search-wanted-person',
    question: { database: 'sltd', query: { documentNumber: 'L898902C3' } },
  });

  await shootAll(utopia, '1-menu', openMenu);
  await writeBundle(utopia, join(stick, 'out.ncb'));
  await closeDialog(utopia.page);
  let copies = 0;
  await shootAll(utopia, '2-written', async (page) => {
    copies += 1;
    await willSaveTo(utopia, join(stick, `out-${copies}.ncb`));
    await openMenu(page);
    await page.locator('[role=menuitem]').first().click();
    await expect(page.locator('[role=dialog] h3')).toBeVisible();
  });
  await shootAll(utopia, '3-outbox', firstItem);
  await shootAll(office, '4-carried', readIn(join(stick, 'out.ncb')));
  await shootAll(office, '5-history', async (page) => {
    await openMenu(page);
    await page.locator('[role=menuitem]').last().click();
    await expect(page.locator('[role=dialog] ul')).toBeVisible();
  });
  await willSaveTo(office, join(stick, 'back.ncb'));
  const [carried] = await office.ask('bundle.list', {});
  const { token } = await office.askShell('file.choose-save', { suggestedName: 'back.ncb' });
  await office.ask('bundle.write-answers', { id: carried?.id ?? '', token: token ?? '' });
  await shootAll(utopia, '6-answers', readIn(join(stick, 'back.ncb')));
  await shootAll(office, '7-not-a-bundle', async (page) => {
    await openOutbox(page);
    await page.locator('main input[type=file]').setInputFiles(join(projectRoot, 'package.json'));
    await expect(page.locator('.mantine-Notification-root [role=alert]').first()).toBeVisible();
  });

  await lock(office.page);
  await signIn(office.page, administrator);
  await shootAll(office, '8-administration', openWorkstationTab);
  const { workstationId } = await office.ask('workstation.info', {});
  await hub.admin.revokeWorkstation(workstationId);
  await lock(office.page);
  await signIn(office.page, officer);
  await expect(office.page.getByRole('alert', { name: 'Revoked workstation' })).toBeVisible({ timeout: 40_000 });
  await shootAll(office, '9-revoked', openOutbox);
  await lock(office.page);
  await signIn(office.page, administrator);
  await shootAll(office, '10-renew', async (page) => {
    await page.locator('section[role=alert] button').last().click();
    await expect(page.locator('[role=dialog] p')).toBeVisible();
  });

  line.restore();
  await office.remove();
  await rm(stick, { recursive: true, force: true });
});
