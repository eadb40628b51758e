import { expect, type Locator, type Page } from '@playwright/test';
import { tellSystem } from './support/lock-ways.ts';
import { administrator, officer } from './support/people.ts';
import { fillOneCase } from './support/screens.ts';
import type { Station } from './support/station.ts';
import { openCase, openedCase, openTab, prepareCase } from './support/steps/cases.ts';
import { field } from './support/steps/fields.ts';
import { beginRequest, composeForm } from './support/steps/messages.ts';
import { goTo, goToAdministration, lock, signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

/** A form that keeps what is typed into it, and one of its fields. */
interface DraftedForm {
  readonly name: string;
  readonly open: (page: Page) => Promise<unknown>;
  readonly typed: (page: Page) => Locator;
}

const form = (page: Page, name: string) => page.getByRole('form', { name });
const inTab = (tab: string, button: string) => async (page: Page) => {
  await openTab(page, tab);
  await page.getByRole('button', { name: button }).first().click();
};

/** Opens a record of the case by its line, and begins to edit it. */
const editRecord = (tab: string, title: RegExp) => async (page: Page) => {
  await openTab(page, tab);
  await openedCase(page).getByRole('button', { name: title, expanded: false }).click();
  await openedCase(page).getByRole('button', { name: 'Edit' }).first().click();
};

const forms: readonly DraftedForm[] = [
  {
    name: 'a new case',
    open: (page) => page.getByRole('button', { name: 'New case' }).click(),
    typed: (page) => field(form(page, 'New case'), 'Title'),
  },
  {
    name: 'the edit of a case',
    open: (page) => openedCase(page).getByRole('button', { name: 'Edit' }).click(),
    typed: (page) => field(form(page, 'Edit the case'), 'Description'),
  },
  {
    name: 'a new person',
    open: inTab('Persons', 'Add person'),
    typed: (page) => field(form(page, 'New person'), 'Family name'),
  },
  {
    name: 'the edit of a person',
    open: editRecord('Persons', /Vandros/),
    typed: (page) => field(form(page, 'Edit person'), 'Distinguishing marks'),
  },
  {
    name: 'a new document',
    open: inTab('Objects', 'Add document'),
    typed: (page) => field(form(page, 'New document'), 'Document number'),
  },
  {
    name: 'the edit of a document',
    open: editRecord('Objects', /L898902C3/),
    typed: (page) => field(form(page, 'Edit document'), 'Remarks'),
  },
  {
    name: 'a new vehicle',
    open: inTab('Objects', 'Add vehicle'),
    typed: (page) => field(form(page, 'New vehicle'), 'Make'),
  },
  {
    name: 'the edit of a vehicle',
    open: editRecord('Objects', /RU 4711/),
    typed: (page) => field(form(page, 'Edit vehicle'), 'Remarks'),
  },
  { name: 'a note', open: (page) => openTab(page, 'Notes'), typed: (page) => field(page, 'New note') },
  {
    name: 'the reason for closing a case',
    open: async (page) => {
      await openedCase(page).getByRole('button', { name: 'Change status' }).click();
      await page.getByRole('menuitem', { name: 'Close' }).click();
    },
    typed: (page) => field(page.getByRole('dialog', { name: /^Close / }), 'Reason'),
  },
  { name: 'a request', open: beginRequest, typed: (page) => field(composeForm(page), 'Text') },
  {
    name: 'a check',
    open: async (page) => {
      await goTo(page, 'Checks');
      await page.getByRole('button', { name: 'New check' }).click();
    },
    typed: (page) => field(form(page, 'New check'), 'Name (family name, or the whole name)'),
  },
];

/** Types at the speed of a machine and does not wait: nothing of it can have been sealed when the lock comes. */
async function typeAndLock(station: Station, target: Locator, text: string, lockNow: () => Promise<unknown>) {
  const { page } = station;
  await target.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
  await lockNow();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

test.describe('what was typed up to the lock is there again after signing in', () => {
  for (const [at, { name, open, typed }] of forms.entries())
    test(`in ${name}`, async ({ world }) => {
      const { utopia } = world;
      const { page } = utopia;
      const title = `Typed in ${name}`;
      await fillOneCase(utopia, await prepareCase(utopia, title));
      await openCase(page, title);
      await open(page);
      await typeAndLock(utopia, typed(page), 'Half a wor', () => page.keyboard.press('Control+l'));
      await signIn(page, officer);
      await expect(typed(page)).toHaveValue('Half a wor');
      const event = at % 2 === 0 ? 'lock-screen' : 'suspend';
      await typeAndLock(utopia, typed(page), 'd and more', () => tellSystem(utopia, event));
      await signIn(page, officer);
      await expect(typed(page)).toHaveValue('Half a word and more');
      await page.keyboard.press('Escape');
    });

  test('in the zone of a travel document, in a date that is only half written, and in a list', async ({ world }) => {
    const { utopia } = world;
    const { page } = utopia;
    const title = 'Typed in the corners of a form';
    await prepareCase(utopia, title);
    await openCase(page, title);
    await inTab('Persons', 'Add person')(page);
    const person = form(page, 'New person');
    await field(person, 'Machine readable zone').fill('P<UTOERIKS');
    await typeAndLock(utopia, field(person, 'Birth date'), '4 May 19', () => lock(page));
    await signIn(page, officer);
    await expect(field(person, 'Machine readable zone')).toHaveValue('P<UTOERIKS');
    await expect(field(person, 'Birth date')).toHaveValue('4 May 19');
    await typeAndLock(utopia, person.getByLabel('Aliases').first(), 'The Ferry', () =>
      page.keyboard.press('Control+l'),
    );
    await signIn(page, officer);
    await expect(person.getByText('The Ferry')).toBeVisible();
    await expect(field(person, 'Birth date')).toHaveValue('4 May 19');
    await typeAndLock(utopia, field(person, 'Birth date'), '81', () => tellSystem(utopia, 'lock-screen'));
    await signIn(page, officer);
    await expect(field(person, 'Birth date')).toHaveValue('4 May 1981');
    await expect(person.getByText('Read as 4 May 1981')).toBeVisible();
    await person.getByRole('button', { name: 'Discard' }).click();
    await inTab('Persons', 'Add person')(page);
    await expect(field(person, 'Birth date')).toHaveValue('');
    await person.getByRole('button', { name: 'Cancel' }).click();
  });

  test('in a new account, but for the passphrase', async ({ world }) => {
    const { ruritania } = world;
    const { page } = ruritania;
    await lock(page);
    await signIn(page, administrator);
    await goToAdministration(page, 'Accounts');
    await page.getByRole('button', { name: 'New account' }).click();
    const dialog = page.getByRole('dialog', { name: 'New account' });
    await dialog.getByRole('checkbox', { name: 'Supervisor' }).check();
    await dialog.getByLabel('New passphrase').fill('a passphrase nobody keeps');
    await typeAndLock(ruritania, field(dialog, 'Name'), 'Half a na', () => page.keyboard.press('Control+l'));
    await signIn(page, administrator);
    await expect(field(dialog, 'Name')).toHaveValue('Half a na');
    await expect(dialog.getByRole('checkbox', { name: 'Supervisor' })).toBeChecked();
    await expect(dialog.getByLabel('New passphrase')).toHaveValue('');
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'New account' }).click();
    await expect(field(dialog, 'Name')).toHaveValue('');
    await page.keyboard.press('Escape');
    await lock(page);
    await signIn(page, officer);
  });
});
