import { expect } from '@playwright/test';
import { accessibilityProblems } from './support/axe.ts';
import { forge, sendAndTamper } from './support/steps/tampering.ts';
import { test } from './support/world.ts';

const FORGED = 120;
const SUBJECT = 'Changed by somebody on its way';

test('what was changed on its way is nobody’s word: it is shown over every screen with what to do, until somebody has dealt with it', async ({
  world,
}) => {
  const { page } = world.utopia;
  await sendAndTamper(world, SUBJECT);
  const notice = page.getByRole('alert', { name: 'Arrived and not readable' });
  await expect(notice).toContainText('1 item has arrived that this workstation could not read.', { timeout: 30_000 });
  await expect(notice).toContainText('1 of them is marked urgent.');
  await notice.getByRole('button', { name: 'See what to do…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Arrived and not readable' });
  await expect(dialog.getByRole('article', { name: 'Message from NCB Ruritania' })).toContainText(
    'Its signature is not that of the workstation it names',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Dealt with: Message from NCB Ruritania' }).click();
  await expect(dialog).toContainText('Everything here has been dealt with.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(notice).toBeHidden();
  const { rows } = await world.utopia.ask('message.list', { box: 'inbox' });
  expect(rows.map(({ subject }) => subject)).not.toContain(SUBJECT);
});

test('however many a hostile hub sends, the urgent one is seen first, pages stay short, and all of one kind are dealt with at once', async ({
  world,
}) => {
  const { page } = world.utopia;
  await sendAndTamper(world, SUBJECT);
  await forge(world, FORGED);
  await world.utopia.ask('sync.now', {});
  const notice = page.getByRole('alert', { name: 'Arrived and not readable' });
  await expect(notice).toContainText(`${FORGED + 1} items have arrived`, { timeout: 60_000 });
  await notice.getByRole('button', { name: 'See what to do…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Arrived and not readable' });
  await expect(dialog.getByRole('article')).toHaveCount(20);
  await expect(dialog.getByRole('status')).toContainText(`1 of them is marked urgent. Items 1 to 20 of ${FORGED + 1}`);
  await expect(dialog.getByRole('article').first()).toContainText('urgent');
  await dialog.getByRole('button', { name: 'Further ones' }).click();
  await expect(dialog.getByRole('status')).toContainText(`Items 21 to 40 of ${FORGED + 1}`);
  await expect(dialog.getByRole('article')).toHaveCount(20);
  await dialog
    .getByRole('button', { name: /^All like this/ })
    .first()
    .click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'All dealt with' }).click();
  await expect(notice).toContainText('1 item has arrived');
  const [entry] = (await world.utopia.ask('audit.list', { search: 'arrival.settle-alike' })).rows;
  expect(JSON.parse(entry?.detail ?? '')).toMatchObject({ from: 'RUR', reason: 'bad-signature', settled: FORGED });
  await dialog.getByRole('button', { name: 'Previous' }).click();
  await dialog.getByRole('button', { name: 'Dealt with: Message from NCB Ruritania' }).click();
  await page.keyboard.press('Escape');
  await expect(notice).toBeHidden();
});
