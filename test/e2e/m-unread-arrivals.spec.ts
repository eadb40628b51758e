import { expect } from '@playwright/test';
import { accessibilityProblems } from './support/axe.ts';
import { sendAndTamper } from './support/steps/tampering.ts';
import { test } from './support/world.ts';

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
