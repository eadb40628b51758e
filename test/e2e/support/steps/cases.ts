import { expect, type Locator, type Page } from '@playwright/test';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId, UserId } from '#shared/lib/ids.ts';
import type { Station } from '../station.ts';
import { choose, field } from './fields.ts';
import { goTo } from './session.ts';

/** The case that is open beside the list. */
export const openedCase = (page: Page): Locator => page.getByRole('article', { name: /^[A-Z]{3}-\d{4}-\d{6}$/ });

export const caseList = (page: Page): Locator => page.getByRole('listbox', { name: 'Cases' });

/** Writes a new case by the form. @returns its reference. */
export async function createCase(page: Page, title: string, crimeArea = 'People smuggling'): Promise<string> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'New case' }).click();
  const form = page.getByRole('form', { name: 'New case' });
  await field(form, 'Title').fill(title);
  await choose(form, 'Crime area', crimeArea);
  await choose(form, 'Purpose', 'Obtain information');
  await form.getByRole('button', { name: 'Create case' }).click();
  await expect(openedCase(page).getByRole('heading', { name: title })).toBeVisible();
  return (await openedCase(page).getAttribute('aria-label')) ?? '';
}

/** Opens a case from the list by its title. */
export async function openCase(page: Page, title: string): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByRole('searchbox', { name: 'Search cases' }).fill(title);
  await caseList(page).getByRole('option', { name: title }).click();
  await expect(openedCase(page).getByRole('heading', { name: title })).toBeVisible();
}

export async function openTab(page: Page, tab: string): Promise<void> {
  await openedCase(page).getByRole('tab', { name: tab }).click();
}

export const timeline = (page: Page): Locator => openedCase(page).getByRole('list', { name: 'Timeline' });

/** Makes a case past the interface, for a test that is about something else. */
export async function prepareCase(station: Station, title: string, officerId: UserId | null = null): Promise<CaseId> {
  const fields: Input<'case.create'> = {
    title,
    crimeArea: 'people-smuggling',
    priority: 'normal',
    purpose: 'obtain-information',
    handling: 'H1',
    marking: 'for-official-use-only',
    officerId,
    description: '',
  };
  return (await station.ask('case.create', fields)).id;
}

/** Writes a passport of Utopia into the case that is open. */
export async function addDocument(page: Page, number: string): Promise<void> {
  await openTab(page, 'Objects');
  await page.getByRole('button', { name: 'Add document' }).first().click();
  const form = page.getByRole('form', { name: 'New document' });
  await field(form, 'Document number').fill(number);
  await choose(form, 'Kind of document', 'Passport');
  await form.getByRole('combobox', { name: 'Issued by' }).fill('Utopia');
  await page.getByRole('option', { name: /Utopia/ }).click();
  await form.getByRole('button', { name: 'Save document' }).click();
  await expect(form).toBeHidden();
}

/** Writes a person into the case that is open. */
export async function addPerson(page: Page, familyName: string, forename: string, birthDate: string): Promise<void> {
  await openTab(page, 'Persons');
  await page.getByRole('button', { name: 'Add person' }).click();
  const form = page.getByRole('form', { name: 'New person' });
  await field(form, 'Family name').fill(familyName);
  await field(form, 'Forename').fill(forename);
  await field(form, 'Birth date').fill(birthDate);
  await choose(form, 'Role in the case', 'Suspect');
  await form.getByRole('button', { name: 'Save person' }).click();
  await expect(form).toBeHidden();
}
