import { expect, type Page } from '@playwright/test';
import { listenToNotifications } from './support/notifications.ts';
import { officer } from './support/people.ts';
import { createCase, openCase, openedCase, openTab, timeline } from './support/steps/cases.ts';
import { checkPerson, onlineAnswer, untilCopied } from './support/steps/checks.ts';
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
import { goTo, signIn } from './support/steps/session.ts';
import { statusLine, untilOffline, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const SUBJECT = 'Identity of a person stopped without a network';
const TITLE = 'Begun without a network';

async function tryNow(page: Page): Promise<void> {
  await goTo(page, 'Outbox');
  await page.getByRole('button', { name: 'Try now' }).click();
}

/** An answer to the conversation that is open. */
async function answer(page: Page, text: string): Promise<void> {
  await conversation(page).getByRole('button', { name: 'Answer' }).click();
  const form = composeForm(page);
  await field(form, 'Text').fill(text);
  await choose(form, 'Purpose', 'Obtain information');
  await choose(form, 'Handling code', /^H1/);
  await send(page, 'NCB Utopia');
}

test('what is done without a network survives a power cut, arrives exactly once, and its answer stands in the case', async ({
  world,
}) => {
  const { utopia, ruritania, line } = world;
  await untilOnline(utopia.page);
  await untilCopied(utopia.page);

  await test.step('without a network: a check, a case with an edit, a request', async () => {
    const { page } = utopia;
    line.cut();
    await untilOffline(page);
    await checkPerson(page, 'Eriksson', 'Anna Maria');
    await createCase(page, TITLE);
    await openedCase(page).getByRole('button', { name: 'Edit' }).click();
    const form = openedCase(page).getByRole('form', { name: 'Edit the case' });
    await field(form, 'Description').fill('Written while the line was down.');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(openedCase(page).getByText('Written while the line was down.')).toBeVisible();
    await beginRequest(page);
    await writeRequest(page, SUBJECT);
    await send(page, 'NCB Ruritania');
    await expect(conversation(page)).toContainText('Waiting');
  });

  await test.step('the outbox says of each item that it waits, and why', async () => {
    const { page } = utopia;
    await goTo(page, 'Outbox');
    const items = page.getByRole('listbox', { name: 'Waiting to be sent' }).getByRole('option');
    await expect(items).toHaveCount(2);
    for (const item of await items.all()) await expect(item).toContainText('No network since');
    await expect(page.getByText('Everything here is saved and sealed on this machine.')).toBeVisible();
    await expect(statusLine(page)).toContainText('2 waiting');
  });

  await test.step('the power fails; after the start nothing is missing', async () => {
    await utopia.kill9();
    await utopia.start();
    const { page } = utopia;
    await signIn(page, officer);
    await openCase(page, TITLE);
    await expect(openedCase(page).getByText('Written while the line was down.')).toBeVisible();
    await expect(timeline(page)).toContainText(SUBJECT);
    await goTo(page, 'Outbox');
    await expect(page.getByRole('listbox', { name: 'Waiting to be sent' }).getByRole('option')).toHaveCount(2);
  });

  await test.step('the line is back: each arrives once', async () => {
    const told = await listenToNotifications(ruritania);
    line.restore();
    await tryNow(utopia.page);
    await expect(statusLine(utopia.page)).toContainText('nothing waiting', { timeout: 40_000 });
    await tryNow(utopia.page);
    await tryNow(ruritania.page);
    await goTo(ruritania.page, 'Messages');
    await expect(messageList(ruritania.page).getByRole('option', { name: SUBJECT })).toHaveCount(1, {
      timeout: 30_000,
    });
    await expect.poll(told).toEqual([{ title: 'New message', body: 'Open the workstation to read it.' }]);
    await goTo(utopia.page, 'Checks');
    await utopia.page.getByRole('listbox', { name: 'Checks' }).getByRole('option').first().click();
    await expect(onlineAnswer(utopia.page)).toContainText('Found: 1 candidate');
  });

  await test.step('Ruritania answers; the answer stands in the case and its timeline', async () => {
    const told = await listenToNotifications(utopia);
    await openConversation(ruritania.page, SUBJECT);
    await expect(conversation(ruritania.page).getByRole('article')).toHaveCount(1);
    await answer(ruritania.page, 'The passport was reported lost on 2 June 2031 at the northern crossing.');
    const { page } = utopia;
    await expect.poll(told, { timeout: 30_000 }).toHaveLength(1);
    await openCase(page, TITLE);
    await expect(timeline(page)).toContainText(words('Message from NCB Ruritania'));
    await openTab(page, 'Messages');
    const received = openedCase(page)
      .getByRole('listitem')
      .filter({ hasText: words('From NCB Ruritania') });
    await received.getByRole('link', { name: SUBJECT }).click();
    await expect(conversation(page)).toContainText('The passport was reported lost on 2 June 2031');
  });
});
