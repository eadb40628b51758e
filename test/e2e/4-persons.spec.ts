import { expect, type Page } from '@playwright/test';
import { mrzSpecimens } from './support/mrz-specimens.ts';
import { createCase, openedCase, openTab } from './support/steps/cases.ts';
import { choose, field, paste, words } from './support/steps/fields.ts';
import { typeAsReader } from './support/steps/reader.ts';
import { test } from './support/world.ts';

const specimens = mrzSpecimens();
const specimen = (name: string) => specimens.get(name) ?? '';

const personForm = (page: Page) => page.getByRole('form', { name: 'New person' });
const zoneField = (page: Page) => field(personForm(page), 'Machine readable zone');

async function beginPerson(page: Page): Promise<void> {
  await openTab(page, 'Persons');
  await page.getByRole('button', { name: 'Add person' }).click();
  await expect(personForm(page)).toBeVisible();
}

async function savePerson(page: Page, role = 'Suspect'): Promise<void> {
  await choose(personForm(page), 'Role in the case', role);
  await personForm(page).getByRole('button', { name: 'Save person' }).click();
  await expect(personForm(page)).toBeHidden();
}

async function giveUp(page: Page): Promise<void> {
  await personForm(page).getByRole('button', { name: 'Discard' }).click();
  await expect(personForm(page)).toBeHidden();
}

/** What each of the five formats says of the same holder. */
const formats = [
  { name: 'TD1', format: 'TD1', number: 'D23145890', birth: '1974-08-12' },
  { name: 'TD2', format: 'TD2', number: 'D23145890', birth: '1974-08-12' },
  { name: 'TD3', format: 'TD3', number: 'L898902C3', birth: '1974-08-12' },
  { name: 'MRVA', format: 'MRV-A', number: 'L8988901C', birth: '1940-09-07' },
  { name: 'MRVB', format: 'MRV-B', number: 'L8988901C', birth: '1940-09-07' },
] as const;

test.describe('a person', () => {
  for (const { name, format, number, birth } of formats) {
    test(`is read from a pasted ${format} zone, together with the document`, async ({ world }) => {
      const { page } = world.utopia;
      await createCase(page, `Holder of a ${format}`);
      await beginPerson(page);
      await paste(zoneField(page), specimen(name));
      await expect(personForm(page).getByText(`Read (${format}): every check digit holds`)).toBeVisible();
      await expect(field(personForm(page), 'Family name')).toHaveValue('ERIKSSON');
      await expect(field(personForm(page), 'Forename')).toHaveValue('ANNA MARIA');
      await expect(field(personForm(page), 'Birth date')).toHaveValue(birth);
      await expect(field(personForm(page), 'Document number')).toHaveValue(number);
      await savePerson(page);
      await expect(openedCase(page).getByText(words('ERIKSSON, ANNA MARIA'))).toBeVisible();
      await openTab(page, 'Objects');
      await expect(openedCase(page).getByText(number)).toBeVisible();
    });
  }

  test('is not taken from a zone with a wrong check digit until its misreading is repaired', async ({ world }) => {
    const { page } = world.utopia;
    await createCase(page, 'Misread passport');
    await beginPerson(page);
    await zoneField(page).fill(specimen('TD3').replace('L898902C36', 'L8989O2C36'));
    const form = personForm(page);
    await expect(form.getByText(/check digit.* do(es)? not fit/)).toBeVisible();
    await expect(form.getByText('Check digit of the document number')).toBeVisible();
    await expect(field(form, 'Family name')).toHaveValue('');
    await form.getByRole('button', { name: /^\u20680\u2069 instead of \u2068O\u2069 \(line 2, place 6\)$/ }).click();
    await expect(form.getByText('Read (TD3): every check digit holds')).toBeVisible();
    await expect(field(form, 'Document number')).toHaveValue('L898902C3');
    await giveUp(page);
  });

  test('is read by a reader that types as a keyboard, wherever the focus stands', async ({ world }) => {
    const { page } = world.utopia;
    await createCase(page, 'Document reader');
    await beginPerson(page);
    await field(personForm(page), 'Birth place').fill('Zenith City');
    await field(personForm(page), 'Birth place').focus();
    await typeAsReader(world.utopia, `${specimen('TD3')}\n`);
    await expect(personForm(page).getByText('Read (TD3): every check digit holds')).toBeVisible();
    await expect(field(personForm(page), 'Family name')).toHaveValue('ERIKSSON');
    await expect(field(personForm(page), 'Birth place')).toHaveValue('Zenith City');
    await giveUp(page);
  });

  test('is not touched by a text that is no zone', async ({ world }) => {
    const { page } = world.utopia;
    await createCase(page, 'Malformed zone');
    await beginPerson(page);
    await field(personForm(page), 'Family name').fill('Untouched');
    await paste(zoneField(page), specimen('UNKNOWN'));
    await expect(
      personForm(page).getByText('This is not a machine readable zone; no field was changed.'),
    ).toBeVisible();
    await expect(field(personForm(page), 'Family name')).toHaveValue('Untouched');
    await giveUp(page);
  });

  for (const { script, familyName, forename } of [
    { script: 'Arabic', familyName: 'المنصوري', forename: 'ليلى' },
    { script: 'Cyrillic', familyName: 'Щербатова', forename: 'Наталья' },
    { script: 'Han', familyName: '欧阳', forename: '明霞' },
  ]) {
    test(`keeps a name in ${script} script as it is written`, async ({ world }) => {
      const { page } = world.utopia;
      await createCase(page, `Name in ${script} script`);
      await beginPerson(page);
      await field(personForm(page), 'Family name').fill(familyName);
      await field(personForm(page), 'Forename').fill(forename);
      await field(personForm(page), 'Birth date').fill('4 May 1981');
      await savePerson(page, 'Witness');
      await expect(openedCase(page).getByText(words(`${familyName}, ${forename}`))).toBeVisible();
      await openTab(page, 'Overview');
      await expect(openedCase(page).getByRole('list', { name: 'Timeline' })).toContainText(familyName);
    });
  }
});
