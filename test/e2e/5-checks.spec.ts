import { expect } from '@playwright/test';
import { addDocument, createCase, openedCase } from './support/steps/cases.ts';
import { checkDocument, checkPerson, localAnswer, onlineAnswer, untilCopied } from './support/steps/checks.ts';
import { field, words } from './support/steps/fields.ts';
import { goTo } from './support/steps/session.ts';
import { statusLine, untilOffline, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

test.describe('a check', () => {
  test('of a person gives candidates with their reasons, and the record as a second step', async ({ world }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    await checkPerson(page, 'Eriksson', 'Anna Maria');
    await expect(onlineAnswer(page)).toContainText('Found: 1 candidate');
    await expect(onlineAnswer(page)).toContainText(words('Eriksson, Anna Maria'));
    await expect(onlineAnswer(page).getByRole('list', { name: 'Why' })).toContainText('Same name');
    await expect(onlineAnswer(page).getByText('Synthetic test charge')).toHaveCount(0);
    await onlineAnswer(page).getByRole('button', { name: 'Open record' }).click();
    await expect(onlineAnswer(page)).toContainText('From the database itself');
    await expect(onlineAnswer(page)).toContainText('Synthetic test charge');
    await expect(onlineAnswer(page)).toContainText('2099/1');
  });

  test('finds a name that is written with other accents', async ({ world }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    await checkPerson(page, 'VALDRIN', 'Corneliu');
    await expect(onlineAnswer(page)).toContainText(words('Văldrin, Corneliu'));
  });

  test('that finds nothing says that this proves nothing', async ({ world }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    await checkPerson(page, 'Quisquamille', 'Zebedaios');
    await expect(onlineAnswer(page)).toContainText('Nothing found');
    await expect(onlineAnswer(page)).toContainText('This proves nothing');
    await expect(localAnswer(page)).toContainText('Nothing found');
  });

  test('of a document from a case stands in the case and in its timeline', async ({ world }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    const reference = await createCase(page, 'Passport under examination');
    await addDocument(page, 'L898902C3');
    await openedCase(page)
      .getByRole('button', { name: words('Check L898902C3') })
      .click();
    const check = page.getByRole('form', { name: 'New check' });
    await expect(check).toContainText(words(`For case ${reference}`));
    await expect(field(check, 'Document number')).toHaveValue('L898902C3');
    await check.getByRole('button', { name: 'Run check' }).click();
    await expect(onlineAnswer(page)).toContainText('Found: 1 candidate');
    await expect(onlineAnswer(page)).toContainText('Stolen');
    await page.getByRole('button', { name: words(`Open case ${reference}`) }).click();
    await expect(openedCase(page).getByRole('list', { name: 'Timeline' })).toContainText(
      words('Online answer about L898902C3'),
    );
  });

  test('without a network answers from the copy with its age, and the database itself answers when the line is back', async ({
    world,
  }) => {
    const { page } = world.utopia;
    await untilOnline(page);
    await untilCopied(page);
    world.line.cut();
    await untilOffline(page);
    await checkDocument(page, 'L898902C3');
    await expect(localAnswer(page)).toContainText('Found: 1 candidate');
    await expect(localAnswer(page)).toContainText(/As of.*(now|second|minute)/);
    await expect(onlineAnswer(page)).toContainText('Waiting for the network');
    await localAnswer(page).getByRole('button', { name: 'Open record' }).click();
    await expect(localAnswer(page)).toContainText('From the copy on this machine');
    await expect(localAnswer(page)).toContainText('UTO-2024-00001');
    await expect(statusLine(page)).toContainText('1 waiting');

    world.line.restore();
    await goTo(page, 'Outbox');
    await page.getByRole('button', { name: 'Try now' }).click();
    await goTo(page, 'Checks');
    await expect(onlineAnswer(page)).toContainText('Found: 1 candidate', { timeout: 30_000 });
    await expect(onlineAnswer(page)).toContainText('Answered');
    await expect(statusLine(page)).toContainText('nothing waiting');
  });
});
