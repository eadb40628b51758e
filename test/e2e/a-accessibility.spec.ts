import { expect } from '@playwright/test';
import { accessibilityProblems } from './support/axe.ts';
import { officer } from './support/people.ts';
import { fillOneCase, leaveScreen, screens, setAppearance } from './support/screens.ts';
import { Station } from './support/station.ts';
import { prepareCase } from './support/steps/cases.ts';
import { untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const appearances = [
  { language: 'en', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'ar', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'dark' },
] as const;

for (const { language, colorScheme } of appearances) {
  test(`no screen breaks a rule of WCAG 2.2 AA (${language}, ${colorScheme})`, async ({ world }) => {
    const { utopia } = world;
    await setAppearance(utopia, { language: 'en', colorScheme: 'light' });
    await untilOnline(utopia.page);
    await fillOneCase(utopia, await prepareCase(utopia, 'Holder of a lost passport'));
    await setAppearance(utopia, { language, colorScheme });
    const problems: string[] = [];
    for (const { name, open } of screens) {
      await open(utopia.page);
      problems.push(...(await accessibilityProblems(utopia.page)).map((problem) => `${name}: ${problem}`));
      await leaveScreen(utopia.page);
    }
    await setAppearance(utopia, { language: 'en', colorScheme: 'light' });
    expect(problems).toEqual([]);
  });
}

test('neither the lock screen nor the enrolment breaks one', async ({ world }) => {
  const { page } = world.ruritania;
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const problems = await accessibilityProblems(page);
  await page.getByLabel('Passphrase', { exact: true }).fill(officer.passphrase);
  await page.getByRole('button', { name: 'Open the workstation' }).click();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  const empty = await Station.open();
  await expect(empty.page.getByRole('heading', { name: 'Set up this workstation' })).toBeVisible();
  problems.push(...(await accessibilityProblems(empty.page)));
  await empty.remove();
  expect(problems).toEqual([]);
});
