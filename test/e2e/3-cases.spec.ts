import { expect } from '@playwright/test';
import { officer } from './support/people.ts';
import { makeSampleFiles, type SampleFiles, sha256Of } from './support/sample-files.ts';
import { caseList, createCase, openCase, openedCase, openTab, prepareCase, timeline } from './support/steps/cases.ts';
import { choose, field, words } from './support/steps/fields.ts';
import { goTo, lock, signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const soon = /now|second|minute/;

test.describe('a case', () => {
  test('is created, edited in place, moved with a reason, and says in its timeline who did what and when', async ({
    world,
  }) => {
    const { page } = world.utopia;
    const reference = await createCase(page, 'Forged permits at the northern crossing');
    expect(reference).toMatch(/^UTO-\d{4}-\d{6}$/);
    const opened = openedCase(page);

    await opened.getByRole('button', { name: 'Edit' }).click();
    const form = opened.getByRole('form', { name: 'Edit the case' });
    await field(form, 'Title').fill('Forged permits at the southern crossing');
    await choose(form, 'Priority', 'Critical');
    await field(form, 'Description').fill('Three permits of one series within a week.');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(opened.getByRole('heading', { name: 'Forged permits at the southern crossing' })).toBeVisible();
    await expect(opened.getByText('Three permits of one series within a week.')).toBeVisible();

    await opened.getByRole('button', { name: 'Change status' }).click();
    await page.getByRole('menuitem', { name: 'Start work' }).click();
    await expect(opened.getByText('In progress', { exact: true })).toBeVisible();
    await opened.getByRole('button', { name: 'Change status' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    const dialog = page.getByRole('dialog', { name: `Suspend ${reference}` });
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await expect(dialog.getByText('Needed')).toBeVisible();
    await field(dialog, 'Reason').fill('Waits for the permit office.');
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await expect(opened.getByText('Suspended', { exact: true })).toBeVisible();

    const entries = timeline(page).getByRole('listitem');
    await expect(entries.first()).toContainText('Waits for the permit office.');
    await expect(entries.last()).toContainText(
      words(`Case ${reference} opened: Forged permits at the northern crossing`),
    );
    for (const entry of await entries.all()) {
      await expect(entry).toContainText(officer.name);
      await expect(entry).toContainText('Saved');
      await expect(entry.locator('time')).toHaveText(soon);
    }
  });

  test('is found in the list by search, by filter and by order', async ({ world }) => {
    const { page } = world.utopia;
    await prepareCase(world.utopia, 'Zebra crossing fraud');
    await prepareCase(world.utopia, 'Älvsund harbour theft');
    await goTo(page, 'Cases');
    const search = page.getByRole('searchbox', { name: 'Search cases' });
    await search.fill('alvsund');
    await expect(caseList(page).getByRole('option')).toHaveCount(1);
    await expect(caseList(page).getByRole('option')).toContainText('Älvsund harbour theft');

    await search.fill('no such case anywhere');
    await expect(page.getByText('No case matches')).toBeVisible();
    await page.getByRole('button', { name: 'Show all cases' }).click();

    await page.getByRole('button', { name: /^Sort/ }).click();
    await page.getByRole('menuitemradio', { name: 'Title' }).click();
    await expect(caseList(page).getByRole('option').last()).toContainText('Zebra crossing fraud');
    await page.getByRole('menuitem', { name: 'Turn the order round' }).click();
    await expect(caseList(page).getByRole('option').first()).toContainText('Zebra crossing fraud');

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Filter/ }).click();
    const filters = page.getByRole('dialog', { name: 'Filter' });
    await filters.getByRole('combobox', { name: 'Status' }).press('ArrowDown');
    await filters.getByRole('option', { name: 'Closed' }).click();
    await expect(page.getByText('No case matches')).toBeVisible();
    await filters.getByRole('button', { name: 'Clear the filters' }).click();
    await page.keyboard.press('Escape');
    await expect(caseList(page).getByRole('option').first()).toBeVisible();
  });

  test('keeps a note, and what was being typed when the workstation was locked', async ({ world }) => {
    const { page } = world.utopia;
    await createCase(page, 'Counterfeit seals');
    await openTab(page, 'Notes');
    await field(page, 'New note').fill('The seal office was called at 14:10 UTC.');
    await page.getByRole('button', { name: 'Add note' }).click();
    const notes = page.getByRole('list', { name: 'Notes' });
    await expect(notes.getByRole('listitem')).toContainText([
      /Olga Ferrant.*The seal office was called at 14:10 UTC\./s,
    ]);

    await field(page, 'New note').fill('Half a sentence that was not fin');
    await lock(page);
    await signIn(page, officer);
    await expect(openedCase(page).getByRole('heading', { name: 'Counterfeit seals' })).toBeVisible();
    await expect(field(page, 'New note')).toHaveValue('Half a sentence that was not fin');
    await expect(page.getByText('Your typing from')).toBeVisible();
  });

  test.describe('with files', () => {
    let files: SampleFiles;
    test.beforeAll(async () => {
      files = await makeSampleFiles();
    });
    test.afterAll(() => files.remove());

    test('takes a PDF, a JPEG, a DOCX and a video of 200 MB, and names each by its SHA-256', async ({ world }) => {
      const { page } = world.utopia;
      await createCase(page, 'Evidence of the crossing');
      await openTab(page, 'Files');
      await page.getByLabel('Files to add').setInputFiles([files.pdf, files.jpeg, files.docx, files.video]);
      const rows = openedCase(page).getByRole('table').getByRole('row');
      await expect(rows).toHaveCount(5, { timeout: 60_000 });
      await expect(rows.nth(1)).toContainText('application/pdf');
      await expect(rows.nth(2)).toContainText('image/jpeg');
      await expect(rows.nth(3)).toContainText('wordprocessingml');
      await expect(rows.nth(4)).toContainText('video/mp4');
      await expect(rows.nth(4)).toContainText('Sealed here');
      for (const [at, path] of [files.pdf, files.jpeg, files.docx, files.video].entries())
        await expect(rows.nth(at + 1)).toContainText(await sha256Of(path));
      await openTab(page, 'Overview');
      await expect(timeline(page).getByRole('listitem').first()).toContainText(words('File added: crossing.mp4'));
    });
  });

  test('opens from the list', async ({ world }) => {
    await prepareCase(world.utopia, 'Opened from the list');
    await openCase(world.utopia.page, 'Opened from the list');
  });
});
