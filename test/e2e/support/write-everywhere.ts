import { expect, type Locator, type Page } from '@playwright/test';
import type { Canaries } from './canaries.ts';
import type { Station } from './station.ts';
import { createCase, openedCase, openTab } from './steps/cases.ts';
import { onlineAnswer } from './steps/checks.ts';
import { choose, field, pick } from './steps/fields.ts';
import { addressTo, beginRequest, composeForm, conversation, send } from './steps/messages.ts';
import { goTo, goToAdministration } from './steps/session.ts';

/** Writes another word into every text field of a form that takes free text. */
async function fillAll(canaries: Canaries, form: Locator, what: string, except: RegExp | null = null): Promise<void> {
  for (const input of await form.getByRole('textbox').all()) {
    const name =
      (await input.getAttribute('aria-label')) ??
      (await input.evaluate((it) => (it as HTMLInputElement).labels?.[0]?.textContent ?? ''));
    if (except?.test(name) || !(await input.isEditable())) continue;
    await input.fill(canaries.word());
    // A field may keep only so many characters.
    canaries.add(`${what}: ${name}`, await input.inputValue());
  }
}

/** A case with a canary in every field of its parts; what is not saved stays a draft. @returns the name of its file. */
export async function writeCase(canaries: Canaries, page: Page, file: string): Promise<void> {
  await createCase(page, canaries.next('new case: title'));
  const opened = openedCase(page);
  await opened.getByRole('button', { name: 'Edit' }).click();
  const edit = opened.getByRole('form', { name: 'Edit the case' });
  await fillAll(canaries, edit, 'case');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await openTab(page, 'Persons');
  await page.getByRole('button', { name: 'Add person' }).click();
  const person = page.getByRole('form', { name: 'New person' });
  await fillAll(canaries, person, 'person', /Machine|Birth date|Height/);
  await choose(person, 'Role in the case', 'Witness');
  await person.getByRole('button', { name: 'Save person' }).click();
  await expect(person).toBeHidden();
  await writeObjects(canaries, page);
  await openTab(page, 'Files');
  await page.getByLabel('Files to add').setInputFiles([file]);
  await expect(opened.getByRole('table')).toContainText('Sealed here');
  await writeNotes(canaries, page);
}

async function writeObjects(canaries: Canaries, page: Page): Promise<void> {
  await openTab(page, 'Objects');
  await page.getByRole('button', { name: 'Add document' }).first().click();
  const document = page.getByRole('form', { name: 'New document' });
  await fillAll(canaries, document, 'document', /date/);
  await document.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Add vehicle' }).first().click();
  const vehicle = page.getByRole('form', { name: 'New vehicle' });
  await fillAll(canaries, vehicle, 'vehicle', /VIN|Year/);
  await vehicle.getByRole('button', { name: 'Save vehicle' }).click();
  await expect(vehicle).toBeHidden();
}

async function writeNotes(canaries: Canaries, page: Page): Promise<void> {
  await openTab(page, 'Notes');
  for (let note = 0; note < 5; note += 1) {
    await field(page, 'New note').fill(canaries.next('note'));
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(field(page, 'New note')).toHaveValue('');
  }
  await field(page, 'New note').pressSequentially(canaries.next('note that stays a draft'));
}

/** Sends a request with the file of the case that is open; its receiver opens it. A second one stays a draft. */
export async function writeMessages(canaries: Canaries, from: Station, to: Station, fileName: string): Promise<void> {
  const { page } = from;
  const form = await beginRequest(page);
  await addressTo(page, 'Ruritania');
  const subject = canaries.next('message: subject');
  await field(form, 'Subject').fill(subject);
  const text = `The person ${canaries.next('message: text')} was stopped at the northern crossing on 4 May 2031 at 14:10 UTC.`;
  await field(form, 'Text').fill(
    `${text} Please confirm the identity and say since when the passport was reported lost.`,
  );
  await choose(form, 'Purpose', 'Obtain information');
  await choose(form, 'Handling code', /^H1/);
  await form.getByRole('checkbox', { name: new RegExp(fileName) }).check();
  await send(page, 'NCB Ruritania');
  await expect(conversation(page).getByRole('list', { name: 'Delivery' })).toContainText('Delivered', {
    timeout: 30_000,
  });
  await goTo(to.page, 'Messages');
  await to.page.getByRole('listbox', { name: 'Messages' }).getByRole('option', { name: subject }).click();
  await expect(conversation(to.page).getByRole('list', { name: 'Files' })).toContainText(fileName);

  await goTo(page, 'Messages');
  await page.getByRole('button', { name: 'New request' }).click();
  await fillAll(canaries, composeForm(page), 'message that stays a draft', /Answer by/);
  const recipients = composeForm(page).getByRole('combobox', { name: 'Recipients' });
  await recipients.fill(canaries.next('message: recipients'));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to messages' }).click();
}

/** One question of each database; the first is asked. */
export async function writeChecks(canaries: Canaries, page: Page): Promise<void> {
  await goTo(page, 'Checks');
  for (const database of ['Stolen vehicles', 'Stolen and lost travel documents', 'Persons']) {
    await page.getByRole('button', { name: 'New check' }).click();
    const form = page.getByRole('form', { name: 'New check' });
    await pick(form, 'Database', database);
    await fillAll(canaries, form, `check of ${database}`, /Machine|Birth date|VIN/);
    if (database !== 'Persons') {
      await form.getByRole('button', { name: 'Cancel' }).click();
      continue;
    }
    await choose(form, 'Purpose', 'Security check');
    await form.getByRole('button', { name: 'Run check' }).click();
    await expect(onlineAnswer(page)).toBeVisible();
  }
}

/** Every search box, and the palette. */
export async function writeSearches(canaries: Canaries, page: Page): Promise<void> {
  for (const [section, search] of [
    ['Cases', 'Search cases'],
    ['Messages', 'Search messages'],
    ['People & objects', 'Search people and objects'],
  ] as const) {
    await goTo(page, section);
    await page.getByRole('searchbox', { name: search }).pressSequentially(canaries.next(search));
  }
  await goToAdministration(page, 'Audit trail');
  await page.getByRole('textbox', { name: 'Search the audit trail' }).pressSequentially(canaries.next('audit search'));
  for (let search = 0; search < 3; search += 1) {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.type(canaries.next('palette'));
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText('0 results');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}

/** Passphrases that are refused, in the settings. */
export async function writeSettings(canaries: Canaries, page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await page.getByLabel('Passphrase until now').fill(canaries.next('settings: passphrase until now'));
  const next = canaries.next('settings: new passphrase');
  await page.getByLabel('New passphrase').fill(next);
  await page.getByLabel('The same again').fill(next);
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
}

/** What people type wrong on the lock screen: a passphrase in either field, a recovery key. */
export async function writeOnLockScreen(canaries: Canaries, page: Page, username: string): Promise<void> {
  const name = page.getByRole('textbox', { name: 'User name' }).or(page.getByRole('combobox', { name: 'User name' }));
  for (const typed of [canaries.next('lock screen: user name'), username]) {
    await name.fill(typed);
    await page.keyboard.press('Escape'); // the list of names
    await page.getByLabel('Passphrase', { exact: true }).fill(canaries.next('lock screen: passphrase'));
    await page.getByRole('button', { name: 'Open the workstation' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  }
  await page.getByRole('button', { name: 'Use the recovery key' }).click();
  await field(page, 'Recovery key: the 24 words from the paper').fill(canaries.next('recovery key'));
  const passphrase = canaries.next('recovery: new passphrase');
  await page.getByLabel('New passphrase').fill(passphrase);
  await page.getByLabel('The same again').fill(passphrase);
  await page.getByRole('button', { name: 'Set the new passphrase' }).click();
  await expect(page.getByText(/does not stand in the list|Words are missing/).first()).toBeVisible();
  await page.reload();
}
