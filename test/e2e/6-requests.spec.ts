import { expect } from '@playwright/test';
import { makeSampleFiles, type SampleFiles } from './support/sample-files.ts';
import { addPerson, createCase, openedCase, openTab, timeline } from './support/steps/cases.ts';
import { choose, field, words } from './support/steps/fields.ts';
import {
  addressTo,
  beginRequest,
  composeForm,
  conversation,
  openConversation,
  precision,
  send,
  writeRequest,
} from './support/steps/messages.ts';
import { goTo } from './support/steps/session.ts';
import { statusLine, untilOffline, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

test.describe('a request', () => {
  let files: SampleFiles;
  test.beforeAll(async () => {
    files = await makeSampleFiles(1);
  });
  test.afterAll(() => files.remove());

  test('is checked for what is missing, shows who will read what, and arrives with the person and the file', async ({
    world,
  }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    await createCase(page, 'Holder of a lost passport');
    await addPerson(page, 'Vandros', 'Erika', '12 August 1974');
    await openTab(page, 'Files');
    await page.getByLabel('Files to add').setInputFiles([files.pdf]);
    await expect(openedCase(page).getByRole('table')).toContainText('Sealed here');

    const form = await beginRequest(page);
    await expect(precision(page).getByRole('status')).toContainText('must be settled before sending');
    await expect(precision(page)).toContainText('Choose at least one recipient.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('What you wrote is kept.');
    await addressTo(page, 'Ruritania');
    await field(form, 'Subject').fill('Identity of the holder of passport L898902C3');
    await field(form, 'Text').fill('Please check the person enclosed. Seen on 03/04/2031 and again yesterday.');
    await choose(form, 'Purpose', 'Obtain information');
    await choose(form, 'Handling code', /^H1/);
    await expect(precision(page)).toContainText('can be read in two ways. Choose one.');
    await precision(page)
      .getByRole('button', { name: /Write .*April 2031/ })
      .click();
    await expect(field(form, 'Text')).toHaveValue(/April 2031/);
    await field(form, 'Text').fill(
      'The person was stopped at the northern crossing on 4 May 2031 at 14:10 UTC. Please confirm the identity.',
    );
    await form.getByRole('checkbox', { name: /Vandros/ }).check();
    await form.getByRole('checkbox', { name: /Warrant copy\.pdf/ }).check();
    await expect(precision(page).getByRole('status')).not.toContainText('must be settled');

    const readers = page.getByRole('table').filter({ hasText: 'Part' });
    await expect(readers.getByRole('columnheader')).toHaveText(['Part', /Utopia/, /Ruritania/, 'Hub']);
    await expect(readers.getByRole('row', { name: /^Text/ })).toContainText(/reads.*reads.*(size|not see)/);
    await expect(readers.getByRole('row', { name: /^Notes of the case/ })).toContainText('does not see it');
    await send(page, 'NCB Ruritania');
    await expect(conversation(page).getByRole('list', { name: 'Delivery' })).toContainText('Delivered', {
      timeout: 30_000,
    });

    const other = world.ruritania.page;
    await openConversation(other, 'Identity of the holder of passport L898902C3');
    await expect(conversation(other)).toContainText(words('Vandros, Erika'));
    await expect(conversation(other).getByRole('list', { name: 'Files' })).toContainText('Warrant copy.pdf');
    await expect(
      conversation(other).getByRole('button', { name: words('Save a copy of Warrant copy.pdf') }),
    ).toBeVisible({
      timeout: 30_000,
    });
    await expect(conversation(page).getByRole('list', { name: 'Delivery' })).toContainText('Read', { timeout: 30_000 });
    await goTo(page, 'Cases');
    await openTab(page, 'Overview');
    await expect(timeline(page)).toContainText('has read the request');
  });

  test('cannot be addressed to a bureau that has no key yet, and this is said in the list', async ({ world }) => {
    const { page } = world.utopia;
    const names = { en: 'NCB Fenwick', fr: 'BCN Fenwick', es: 'OCN Fenwick', ar: 'فينويك' };
    await world.hub.admin.addBureau({ code: 'FEN', names, role: 'national-central-bureau' });
    await goTo(page, 'Outbox');
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(page.getByText('Tried just now.')).toBeVisible();
    await goTo(page, 'Messages');
    await page.getByRole('button', { name: 'New request' }).click();
    await composeForm(page).getByRole('combobox', { name: 'Recipients' }).fill('Fenwick');
    const option = page.getByRole('option', { name: 'NCB Fenwick' });
    await expect(option).toContainText('not reachable: it has no key yet');
    await option.click({ force: true });
    await page.keyboard.press('Escape');
    await expect(precision(page)).toContainText('Choose at least one recipient.');
    await page.getByRole('button', { name: 'Back to messages' }).click();
  });

  test('that cannot be sealed says which it is and why, and goes when it is sent again', async ({ world }) => {
    const { page } = world.utopia;
    const subject = 'Identity of a person whose file was closed';
    await untilOnline(page);
    await createCase(page, 'Key withdrawn meanwhile');
    world.line.cut();
    await untilOffline(page);
    await beginRequest(page);
    await writeRequest(page, subject);
    await send(page, 'NCB Ruritania');
    await world.hub.database.query("update bureau_keys set status = 'retired' where bureau = 'RUR'");
    world.line.restore();
    await goTo(page, 'Outbox');
    await page.getByRole('button', { name: 'Try now' }).click();
    const item = page.getByRole('region', { name: 'Item in the outbox' });
    await expect(item).toContainText('Needs attention', { timeout: 30_000 });
    await expect(item.getByRole('heading', { level: 2 })).toContainText(subject);
    await expect(item).toContainText('A recipient has no key yet');
    await expect(item).toContainText('Nobody has received it. It is kept, sealed, on this machine.');
    await expect(statusLine(page)).toContainText('1 needs attention');

    await world.hub.database.query("update bureau_keys set status = 'current' where bureau = 'RUR'");
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(page.getByText('Tried just now.')).toBeVisible();
    await item.getByRole('button', { name: /^Send again/ }).click();
    await openConversation(world.ruritania.page, subject);
  });

  test('waits while the hub does not accept the bureau, and says so', async ({ world }) => {
    const { page } = world.utopia;
    const subject = 'Identity of a person asked for while suspended';
    await untilOnline(page);
    await createCase(page, 'Suspended for a while');
    await beginRequest(page);
    await writeRequest(page, subject);
    await world.hub.admin.suspendBureau('UTO', true);
    await send(page, 'NCB Ruritania');
    await expect(statusLine(page)).toContainText('Refused by the hub since', { timeout: 30_000 });
    await goTo(page, 'Outbox');
    const item = page.getByRole('listbox', { name: 'Waiting to be sent' }).getByRole('option', { name: subject });
    await expect(item).toContainText(/The hub does not accept this workstation .*at the moment/);
    await world.hub.admin.suspendBureau('UTO', false);
    await page.getByRole('button', { name: 'Try now' }).click();
    await openConversation(world.ruritania.page, subject);
  });
});
