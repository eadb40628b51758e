import { expect, type Locator, type Page } from '@playwright/test';
import { choose, field, pick } from './fields.ts';
import { goTo } from './session.ts';

export const onlineAnswer = (page: Page): Locator => page.getByRole('region', { name: 'The database itself (online)' });
export const localAnswer = (page: Page): Locator => page.getByRole('region', { name: 'Copy on this machine' });

async function beginCheck(page: Page, database: string): Promise<Locator> {
  await goTo(page, 'Checks');
  await page.getByRole('button', { name: 'New check' }).click();
  const form = page.getByRole('form', { name: 'New check' });
  await pick(form, 'Database', database);
  await choose(form, 'Purpose', 'Search for a wanted person');
  return form;
}

const run = async (page: Page, form: Locator) => {
  await form.getByRole('button', { name: 'Run check' }).click();
  await expect(localAnswer(page)).toBeVisible();
};

/** Asks about a person by name. */
export async function checkPerson(page: Page, name: string, forename: string): Promise<void> {
  const form = await beginCheck(page, 'Persons');
  await field(form, 'Name (family name, or the whole name)').fill(name);
  await field(form, 'Forename').fill(forename);
  await run(page, form);
}

/** Asks about a travel document by its number. */
export async function checkDocument(page: Page, number: string): Promise<void> {
  const form = await beginCheck(page, 'Stolen and lost travel documents');
  await field(form, 'Document number').fill(number);
  await run(page, form);
}

/** Opens the newest check of this question from the list. */
export async function openCheck(page: Page, title: string): Promise<void> {
  await goTo(page, 'Checks');
  await page.getByRole('option', { name: title }).first().click();
  await expect(onlineAnswer(page)).toBeVisible();
}

/** Waits until this machine has its copy of the databases. */
export async function untilCopied(page: Page): Promise<void> {
  await goTo(page, 'Checks');
  await page.getByRole('button', { name: 'New check' }).click();
  await expect(page.getByText('no copy on this machine yet')).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
}
