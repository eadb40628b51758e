import { expect, type Locator, type Page } from '@playwright/test';
import type { Station } from '../station.ts';
import { openTab } from './cases.ts';
import { choose, field, words } from './fields.ts';
import { goTo } from './session.ts';

/** The form of a request or an answer. */
export const composeForm = (page: Page): Locator => page.getByRole('form', { name: 'Request' });

export const precision = (page: Page): Locator => page.getByRole('region', { name: 'Precision check' });

export const messageList = (page: Page): Locator => page.getByRole('listbox', { name: 'Messages' });

export const conversation = (page: Page): Locator => page.getByRole('region', { name: 'Conversation' });

/** A request from the case that is open. */
export async function beginRequest(page: Page): Promise<Locator> {
  await openTab(page, 'Messages');
  await page.getByRole('button', { name: 'New request' }).first().click();
  await expect(composeForm(page)).toBeVisible();
  return composeForm(page);
}

export async function addressTo(page: Page, bureau: string): Promise<void> {
  await composeForm(page).getByRole('combobox', { name: 'Recipients' }).fill(bureau);
  await page.getByRole('option', { name: bureau }).click();
  await page.keyboard.press('Escape');
}

/** Everything the precision check asks of a request. */
export async function writeRequest(page: Page, subject: string): Promise<void> {
  const form = composeForm(page);
  await addressTo(page, 'Ruritania');
  await field(form, 'Subject').fill(subject);
  await field(form, 'Text').fill(
    'The person was stopped at the northern crossing on 4 May 2031 at 14:10 UTC. Please confirm the identity and say since when the passport has been reported lost.',
  );
  await choose(form, 'Purpose', 'Obtain information');
  await choose(form, 'Handling code', /^H1/);
}

/** Presses the button that names the bureau, and waits for the conversation. */
export async function send(page: Page, bureau: string): Promise<void> {
  await expect(precision(page).getByRole('status')).not.toContainText('must be settled');
  await page.getByRole('button', { name: words(`Send to ${bureau}`) }).click();
  await expect(conversation(page)).toBeVisible();
}

/**
 * The whole list of messages: whoever left one half written comes back to it first, and to the list when they press again; what was searched for
 * stays, from another test as well.
 */
export async function goToMessages(page: Page): Promise<void> {
  await goTo(page, 'Messages');
  await goTo(page, 'Messages');
  await page.getByRole('searchbox', { name: 'Search messages' }).fill('');
  await expect(messageList(page)).toBeVisible();
}

/** Opens a conversation of the list by its subject. */
export async function openConversation(page: Page, subject: string): Promise<void> {
  await goToMessages(page);
  await messageList(page).getByRole('option', { name: subject }).first().click();
  await expect(conversation(page)).toBeVisible();
}

/** A request that nobody looks at the writing of, sent without the form. */
export const sendPlain = (station: Station, bureau: string, subject: string) =>
  station.ask('message.send', {
    caseId: null,
    to: [bureau],
    subject,
    body: 'Please confirm the identity of the holder of passport R1234567 and the date of its issue.',
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
    answerBy: Date.now() + 48 * 3_600_000,
  });
