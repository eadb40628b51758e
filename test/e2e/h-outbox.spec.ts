import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Locator, type Page } from '@playwright/test';
import { createCase } from './support/steps/cases.ts';
import { words } from './support/steps/fields.ts';
import { beginRequest, send, writeRequest } from './support/steps/messages.ts';
import { goTo } from './support/steps/session.ts';
import { statusLine, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const SUBJECT = 'A request that a person holds back';

const items = (page: Page): Locator => page.getByRole('listbox', { name: 'Waiting to be sent' }).getByRole('option');
/** The request itself: the place it has in its case goes to the other workstations of the bureau as an item of its own. */
const request = (page: Page): Locator => items(page).filter({ hasText: words(`Message: ${SUBJECT}`) });
const item = (page: Page): Locator => page.getByRole('region', { name: 'Item in the outbox' });

test.describe('the outbox', () => {
  test('lets a person hold everything back, or one item, and shows how far a message is with each bureau', async ({
    world,
  }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    await createCase(page, 'Held back on purpose');
    await goTo(page, 'Outbox');
    await page.getByRole('button', { name: 'Pause all' }).click();
    await expect(statusLine(page)).toContainText('sending is paused');
    await goTo(page, 'Cases');
    await beginRequest(page);
    await writeRequest(page, SUBJECT);
    await send(page, 'NCB Ruritania');

    await goTo(page, 'Outbox');
    await expect(request(page)).toContainText('Sending is paused for everything.');
    await request(page).click();
    await item(page)
      .getByRole('button', { name: words(`Pause: Message: ${SUBJECT}`) })
      .click();
    await expect(item(page)).toContainText('Held back by a person.');
    await expect(item(page).getByRole('region', { name: 'Bureaus' })).toContainText('Waiting');
    await page.getByRole('button', { name: 'Resume all' }).click();
    await expect(statusLine(page)).not.toContainText('sending is paused');
    await expect(request(page)).toContainText('Held back by a person.');

    await item(page)
      .getByRole('button', { name: words(`Resume: Message: ${SUBJECT}`) })
      .click();
    await page.getByRole('checkbox', { name: 'Show what has gone out' }).check();
    await expect(request(page)).toContainText('Delivered', { timeout: 30_000 });
    await request(page).click();
    const bureaus = item(page).getByRole('region', { name: 'Bureaus' });
    await expect(bureaus).toContainText(words('NCB Ruritania'));
    await expect(bureaus).toContainText('Delivered');
    await page.getByRole('checkbox', { name: 'Show what has gone out' }).uncheck();
  });

  test('sends only what is urgent as long as a person wants it so, and says so on every screen', async ({ world }) => {
    const { page } = world.utopia;
    await goTo(page, 'Outbox');
    const only = page.getByRole('switch', { name: 'Only urgent' });
    await only.click({ force: true });
    await expect(only).toBeChecked();
    await goTo(page, 'Desk');
    await expect(statusLine(page)).toContainText('only urgent items are sent');
    await goTo(page, 'Outbox');
    await page.keyboard.press('Shift+U');
    await expect(only).not.toBeChecked();
    await expect(statusLine(page)).not.toContainText('only urgent items are sent');
  });

  test('says what it means when something else answers in the place of the hub, and sends nothing to it', async ({
    world,
  }) => {
    const { page } = world.utopia;
    const signInPage = createServer((_request, response) => response.end('Welcome. Please sign in.'));
    await new Promise<void>((resolve) => signInPage.listen(0, '127.0.0.1', resolve));
    world.line.redirect((signInPage.address() as AddressInfo).port);
    await goTo(page, 'Outbox');
    await page.getByRole('button', { name: 'Try now' }).click();
    const notice = page.getByRole('alert', { name: 'Not the hub' });
    await expect(notice).toContainText('What answers at the hub’s address is not the hub', { timeout: 30_000 });
    await expect(notice).toContainText('Nothing was sent to it');
    await expect(notice).toContainText('Sign in to the network');
    await expect(statusLine(page)).toContainText('Something other than the hub answers since');
    world.line.redirect(Number(new URL(world.hub.url).port));
    await page.getByRole('button', { name: 'Try now' }).click();
    await untilOnline(page);
    await expect(notice).toHaveCount(0);
    signInPage.close();
  });
});
