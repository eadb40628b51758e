import { expect, type Page } from '@playwright/test';
import type { ShellInput } from '#shared/ipc/shell-contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Station } from './station.ts';

/** A screen that can be reached the same way in every language. */
export interface ScreenStop {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
}

const section = async (page: Page, name: string) => {
  await page.locator(`nav a[href="/${name}"]`).click();
  await expect(page.locator('main h1').first()).toBeVisible();
};

async function openFirst(page: Page, name: string): Promise<void> {
  await section(page, name);
  await page.locator('main [role=listbox] [role=option]').first().click();
  await page.waitForLoadState('networkidle');
}

const caseTab = (at: number) => async (page: Page) => {
  await openFirst(page, 'cases');
  await page.locator('article [role=tab]').nth(at).click();
  await expect(page.locator('article [role=tab]').nth(at)).toHaveAttribute('aria-selected', 'true');
};

/** Presses a key that means something on the screen, away from every field. */
const pressOn = async (page: Page, name: string, key: string) => {
  await section(page, name);
  await page.locator('main').focus();
  await page.keyboard.press(key);
};

/** Every screen of the workplace, for an officer who is signed in. Lists show what was changed last first. */
export const screens: readonly ScreenStop[] = [
  { name: 'desk', open: (page) => section(page, 'desk') },
  { name: 'cases', open: (page) => section(page, 'cases') },
  { name: 'case', open: caseTab(0) },
  { name: 'case-persons', open: caseTab(1) },
  { name: 'case-objects', open: caseTab(2) },
  { name: 'case-messages', open: caseTab(3) },
  { name: 'case-checks', open: caseTab(4) },
  { name: 'case-notes', open: caseTab(5) },
  { name: 'case-files', open: caseTab(6) },
  { name: 'new-case', open: (page) => pressOn(page, 'cases', 'n') },
  {
    name: 'new-person',
    open: async (page) => {
      await caseTab(1)(page);
      await page.locator('main').focus();
      await page.keyboard.press('a');
      await expect(page.locator('[data-mrz]')).toBeVisible();
    },
  },
  { name: 'check', open: (page) => openFirst(page, 'checks') },
  { name: 'new-check', open: (page) => pressOn(page, 'checks', 'n') },
  { name: 'conversation', open: (page) => openFirst(page, 'messages') },
  { name: 'compose', open: (page) => pressOn(page, 'messages', 'c') },
  { name: 'outbox', open: (page) => section(page, 'outbox') },
  { name: 'people-and-objects', open: (page) => openFirst(page, 'objects') },
  { name: 'administration', open: (page) => section(page, 'administration') },
  { name: 'settings', open: (page) => section(page, 'settings') },
  {
    name: 'palette',
    open: async (page) => {
      await section(page, 'desk');
      await page.keyboard.press('Control+k');
      await expect(page.locator('[role=dialog] [role=combobox]')).toBeFocused();
    },
  },
  {
    name: 'keys',
    open: async (page) => {
      await section(page, 'cases');
      await page.locator('main').focus();
      await page.keyboard.press('?');
      await expect(page.locator('[role=dialog]')).toBeVisible();
    },
  },
];

/** Leaves whatever stands open over a screen or was begun in it. */
export async function leaveScreen(page: Page): Promise<void> {
  if ((await page.locator('[role=dialog]').count()) > 0) await page.keyboard.press('Escape');
  await page.locator('main').focus();
  await page.keyboard.press('Escape');
}

export type Appearance = ShellInput<'settings.set'>;

/** Changes language, colours and the like as the settings do, without passing through the settings screen. */
export async function setAppearance(station: Station, appearance: Appearance): Promise<void> {
  await station.askShell('settings.set', appearance);
  await station.page.reload();
  await expect(station.page.locator('nav')).toBeVisible();
}

/** Opens a case by its title in any language, whatever was searched for before. */
export async function openCaseInAnyLanguage(page: Page, title: string): Promise<void> {
  await page.locator('nav a[href="/cases"]').click();
  await page.locator('main input[type="search"]').fill(title);
  await page.getByRole('option', { name: title }).click();
}

/** A case with something under each of its tabs. */
export async function fillOneCase(station: Station, caseId: CaseId): Promise<void> {
  await station.ask('person.create', {
    caseId,
    role: 'suspect',
    fields: { familyName: 'Vandros', forename: 'Erika', sex: 'F', birthDate: '1974-08-12', nationalities: ['UTO'] },
  });
  await station.ask('document.create', {
    caseId,
    fields: { type: 'passport', number: 'L898902C3', issuingCountry: 'UTO', issueDate: '2021-04-16' },
  });
  await station.ask('vehicle.create', {
    caseId,
    fields: { plate: 'RU 4711', plateCountry: 'RUR', make: 'Volkswagen', model: 'Golf', colour: 'grey' },
  });
  await station.ask('note.add', { caseId, body: 'The permit office was called at 14:10 UTC; it answers tomorrow.' });
  await station.ask('check.run', {
    caseId,
    purpose: 'search-wanted-person',
    question: { database: 'nominal', query: { name: 'Eriksson', forename: 'Anna Maria' } },
  });
  await station.ask('message.send', {
    caseId,
    to: ['RUR'],
    subject: 'Holder of passport L898902C3',
    body: 'Please confirm the identity of the person stopped at the northern crossing on 4 May 2031 at 14:10 UTC.',
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
  });
}
