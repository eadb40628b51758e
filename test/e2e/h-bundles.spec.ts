import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { giveToDeskUser } from '../../scripts/runtime/desk-user.ts';
import { administrator, officer } from './support/people.ts';
import { setAppearance } from './support/screens.ts';
import type { Station } from './support/station.ts';
import {
  calmProblems,
  closeDialog,
  openTransport,
  readBundle,
  willSaveTo,
  writeBundle,
} from './support/steps/bundles.ts';
import { createCase, openCase, openedCase, openTab, prepareCase, timeline } from './support/steps/cases.ts';
import { checkDocument, onlineAnswer, openCheck } from './support/steps/checks.ts';
import { openColleague, takeKeys } from './support/steps/colleagues.ts';
import { choose, field, words } from './support/steps/fields.ts';
import {
  beginRequest,
  composeForm,
  conversation,
  messageList,
  openConversation,
  send,
  writeRequest,
} from './support/steps/messages.ts';
import { goTo, lock, signIn, typeSignIn } from './support/steps/session.ts';
import { statusLine, untilOffline, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const TITLE = 'Begun where there is no network';
const SUBJECT = 'Identity of a person, asked by stick';
const LATER = 'Asked on the machine that was lost';
const ANSWER = 'The passport was issued to its holder and reported lost on 2 June 2031 at the northern crossing.';

let office: Station;
let stick: string;

const onStick = (name: string) => join(stick, name);

const outboxItems = (page: Page) => page.getByRole('listbox', { name: 'Waiting to be sent' }).getByRole('option');

async function answer(page: Page, text: string): Promise<void> {
  await conversation(page).getByRole('button', { name: 'Answer' }).click();
  const form = composeForm(page);
  await field(form, 'Text').fill(text);
  await choose(form, 'Purpose', 'Obtain information');
  await choose(form, 'Handling code', /^H1/);
  await send(page, 'NCB Utopia');
}

/** Whoever joins is sent the cases there are, and their files: until then the outbox is not only what a test puts in. */
async function untilShared(first: Station, joined: Station): Promise<void> {
  const cases = async (station: Station) => (await station.ask('case.list', {})).total;
  await expect.poll(async () => (await cases(joined)) - (await cases(first)), { timeout: 60_000 }).toBe(0);
  await expect.poll(async () => (await first.ask('status.get', {})).waiting, { timeout: 120_000 }).toBe(0);
}

test.describe('a bundle on a stick', () => {
  test.beforeAll(async ({ world }) => {
    test.setTimeout(300_000);
    stick = await mkdtemp(join(tmpdir(), 'ncb-stick-'));
    await giveToDeskUser(stick);
    await untilOnline(world.utopia.page);
    office = await openColleague(world.hub, await takeKeys(world.utopia));
    await untilShared(world.utopia, office);
  });
  test.afterAll(async () => {
    await office.remove();
    await rm(stick, { recursive: true, force: true });
  });

  test('carries a request out and its answer back, and when the network returns nothing is doubled', async ({
    world,
  }) => {
    const { utopia, ruritania, line } = world;
    await untilOnline(utopia.page);
    await untilOnline(office.page);

    await test.step('without a network a request is written to a file; it keeps waiting and says in which bundle it is', async () => {
      const { page } = utopia;
      line.cut();
      await untilOffline(page);
      await createCase(page, TITLE);
      await beginRequest(page);
      await writeRequest(page, SUBJECT);
      await send(page, 'NCB Ruritania');
      const dialog = await writeBundle(utopia, onStick('out.ncb'));
      // The request, and for the other workstations of the bureau the new case and the place the request has in it.
      await expect(dialog).toContainText('It holds 3 items and was read back without a fault.');
      expect(await calmProblems(page)).toEqual([]);
      await closeDialog(page);
      await expect(outboxItems(page)).toHaveCount(3);
      const request = outboxItems(page).filter({ hasText: words(`Message: ${SUBJECT}`) });
      await expect(request).toContainText('In bundle 1.');
      await request.click();
      await expect(page.getByText('it goes by the network all the same if that comes back first')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Withdraw/ })).toHaveCount(0);
    });

    await test.step('a colleague with a network reads it in: the other bureau has the request, once', async () => {
      const dialog = await readBundle(office.page, onStick('out.ncb'));
      await expect(dialog).toContainText('was carried to the hub');
      await expect(dialog.getByRole('row').filter({ hasText: 'NCB Ruritania' })).toContainText('sent now');
      expect(await calmProblems(office.page)).toEqual([]);
      await closeDialog(office.page);
      const again = await readBundle(office.page, onStick('out.ncb'));
      await expect(again.getByRole('row').filter({ hasText: 'NCB Ruritania' })).toContainText('known already');
      await expect(again).toContainText('Nothing was doubled.');
      await closeDialog(office.page);
      await openConversation(ruritania.page, SUBJECT);
      await expect(messageList(ruritania.page).getByRole('option', { name: SUBJECT })).toHaveCount(1);
    });

    await test.step('the answer comes back by the return bundle and stands in the case', async () => {
      await answer(ruritania.page, ANSWER);
      await openConversation(office.page, SUBJECT);
      await expect(conversation(office.page)).toContainText(ANSWER, { timeout: 40_000 });
      await willSaveTo(office, onStick('back.ncb'));
      await openTransport(office.page);
      await office.page.getByRole('menuitem', { name: 'Files so far…' }).click();
      await office.page.getByRole('button', { name: /^Write the answers for/ }).click();
      await expect(office.page.getByText('The answers are written and verified').first()).toBeVisible();
      await closeDialog(office.page);

      const { page } = utopia;
      const dialog = await readBundle(page, onStick('back.ncb'));
      await expect(dialog).toContainText('The answers to bundle 1 are read in');
      await expect(dialog).toContainText('1 new message has arrived.');
      expect(await calmProblems(page)).toEqual([]);
      await closeDialog(page);
      await expect(statusLine(page)).toContainText('No network since');
      await openCase(page, TITLE);
      await expect(timeline(page)).toContainText(words('Message from NCB Ruritania'));
      await openTab(page, 'Messages');
      const received = openedCase(page)
        .getByRole('listitem')
        .filter({ hasText: words('From NCB Ruritania') });
      await received.getByRole('link', { name: SUBJECT }).click();
      await expect(conversation(page)).toContainText(ANSWER);
    });

    await test.step('the network returns: nothing is doubled', async () => {
      const { page } = utopia;
      line.restore();
      await goTo(page, 'Outbox');
      await page.getByRole('button', { name: 'Try now' }).click();
      await expect(statusLine(page)).toContainText('nothing waiting', { timeout: 40_000 });
      await goTo(ruritania.page, 'Messages');
      await expect(messageList(ruritania.page).getByRole('option', { name: SUBJECT })).toHaveCount(2);
      await openConversation(page, SUBJECT);
      await expect(conversation(page).getByRole('article')).toHaveCount(2);
    });
  });

  test('carries a check to the databases and its answer back, and the carrier reads neither', async ({
    world,
  }, info) => {
    const { utopia, line } = world;
    const { page } = utopia;
    await untilOnline(page);
    line.cut();
    await untilOffline(page);
    const caseId = await prepareCase(utopia, 'Checked where there is no network');
    await utopia.ask('check.run', {
      caseId,
      purpose: 'search-wanted-person',
      question: { database: 'vehicle', query: { plate: 'RU 4711' } },
    });
    await checkDocument(page, 'L898902C3');
    await expect(onlineAnswer(page)).toContainText('Waiting for the network');
    const written = await writeBundle(utopia, onStick('check.ncb'));
    await expect(written).toContainText('2 of them are database checks: sealed to the hub alone');
    await page.screenshot({ path: info.outputPath('written.png') });
    await closeDialog(page);
    await expect(outboxItems(page).filter({ hasText: 'L898902C3' })).toContainText('In bundle');

    const carried = await readBundle(office.page, onStick('check.ncb'));
    const rows = carried.getByRole('row').filter({ hasText: 'Database check' });
    await expect(rows.filter({ hasText: 'answered' })).toHaveCount(2);
    await office.page.screenshot({ path: info.outputPath('carried.png') });
    await expect(carried).not.toContainText('L898902C3');
    expect(await calmProblems(office.page)).toEqual([]);
    await willSaveTo(office, onStick('check-back.ncb'));
    await carried.getByRole('button', { name: 'Write the answers to a file…' }).click();
    await expect(office.page.getByText('The answers are written and verified').first()).toBeVisible();
    await closeDialog(office.page);

    // The colleague has the check of the case, whose answer is still on its way to who asked.
    const { name } = await utopia.ask('workstation.info', {});
    await openCheck(office.page, 'RU 4711');
    await expect(onlineAnswer(office.page)).toContainText(words(`Waits at ${name}`));
    await expect(office.page.getByRole('region', { name: words(`Copy on ${name}`) })).toBeVisible();
    expect(await calmProblems(office.page)).toEqual([]);
    for (const language of ['ar', 'fr', 'es', 'en'] as const) {
      await setAppearance(office, { language, colorScheme: language === 'ar' ? 'dark' : 'light' });
      await office.page.screenshot({ path: info.outputPath(`elsewhere-${language}.png`) });
    }

    const back = await readBundle(page, onStick('check-back.ncb'));
    const answers = back.getByRole('row').filter({ hasText: 'Database check' });
    await expect(answers.filter({ hasText: 'answered' })).toHaveCount(2);
    expect(await calmProblems(page)).toEqual([]);
    await closeDialog(page);
    await openCheck(page, 'L898902C3');
    await expect(onlineAnswer(page)).toContainText('Found: 1 candidate');
    await expect(onlineAnswer(page)).toContainText('database as of');
    await page.screenshot({ path: info.outputPath('answered.png') });
    await expect(statusLine(page)).toContainText('No network since');
    line.restore();
    await untilOnline(page);
  });

  test('says what is wrong with a file that is no bundle', async () => {
    const { page } = office;
    await goTo(page, 'Outbox');
    await writeFile(onStick('holiday.txt'), 'not a bundle');
    await page.getByLabel('Read in a file…').setInputFiles(onStick('holiday.txt'));
    await expect(page.getByText('This file is not a bundle.')).toBeVisible();
    await expect(page.getByText('Nothing was read in, and nothing was changed.')).toBeVisible();
  });

  test('a revoked workstation says so, saves its work, an administrator takes it over, and the machine is enrolled anew', async ({
    world,
  }) => {
    const { utopia, ruritania, hub } = world;
    const { page } = office;
    await lock(page);
    await signIn(page, administrator);
    const { workstationId } = await office.ask('workstation.info', {});
    await lock(page);
    await signIn(page, officer);
    await hub.admin.revokeWorkstation(workstationId);

    const notice = page.getByRole('alert', { name: 'Revoked workstation' });
    await test.step('it is told at once what is safe and what to do', async () => {
      await createCase(page, 'Kept by the machine');
      await beginRequest(page);
      await writeRequest(page, LATER);
      await send(page, 'NCB Ruritania');
      await expect(notice).toContainText('The hub has revoked this workstation', { timeout: 40_000 });
      await expect(statusLine(page)).toContainText('revoked: the hub takes nothing from here');
      expect(await calmProblems(page)).toEqual([]);
      await willSaveTo(office, onStick('lost.ncb'));
      await notice.getByRole('button', { name: 'Save unsent work to a file…' }).click();
      await expect(page.getByRole('dialog')).toContainText('It holds');
      await closeDialog(page);
    });

    await test.step('an officer elsewhere learns who may take it over; the administrator does', async () => {
      await goTo(utopia.page, 'Outbox');
      await utopia.page.getByLabel('Read in a file…').setInputFiles(onStick('lost.ncb'));
      await expect(utopia.page.getByText('An administrator of the bureau can take it over')).toBeVisible();
      await lock(utopia.page);
      await signIn(utopia.page, administrator);
      await goTo(utopia.page, 'Administration');
      await utopia.page.getByRole('tab', { name: 'This workstation' }).click();
      await utopia.page
        .getByLabel('Take over the unsent work of a revoked workstation…')
        .setInputFiles(onStick('lost.ncb'));
      const dialog = utopia.page.getByRole('dialog');
      await expect(dialog.getByRole('row').filter({ hasText: 'Message' })).toContainText('leaves from here');
      expect(await calmProblems(utopia.page)).toEqual([]);
      await closeDialog(utopia.page);
      await goTo(ruritania.page, 'Messages');
      await expect(messageList(ruritania.page).getByRole('option', { name: LATER })).toHaveCount(1, {
        timeout: 40_000,
      });
      await lock(utopia.page);
      await signIn(utopia.page, officer);
    });

    await test.step('the machine gets another identity and keeps its cases; nothing goes out twice', async () => {
      await lock(page);
      await signIn(page, administrator);
      await notice.getByRole('button', { name: 'Enrol this machine anew…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Give up the old identity' }).click();
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await typeSignIn(page, officer);
      await expect(page.getByRole('heading', { name: 'Enrol the workstation anew' })).toBeVisible();
      await field(page, 'Address of the hub').fill(hub.url);
      await field(page, 'One-time code').fill(await hub.admin.createEnrolmentCode('UTO'));
      await page.getByRole('button', { name: 'Enrol and open' }).click();
      await openCase(page, 'Kept by the machine');
      await expect(notice).toBeHidden();
      await expect(statusLine(page)).toContainText('nothing waiting', { timeout: 40_000 });
      await expect(messageList(ruritania.page).getByRole('option', { name: LATER })).toHaveCount(1);
    });
  });
});
