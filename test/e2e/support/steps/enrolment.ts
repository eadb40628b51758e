import { expect, type Page } from '@playwright/test';
import { administrator } from '../people.ts';
import { field } from './fields.ts';

/** Fills in hub, code and the administrator's account. */
export async function fillEnrolment(page: Page, hubUrl: string, code: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Set up this workstation' })).toBeVisible();
  await field(page, 'Address of the hub').fill(hubUrl);
  await field(page, 'One-time code').fill(code);
  await field(page, 'Name').fill(administrator.name);
  await field(page, 'User name').fill(administrator.username);
  await page.getByLabel('New passphrase').fill(administrator.passphrase);
  await page.getByLabel('The same again').fill(administrator.passphrase);
}

export const submitEnrolment = (page: Page) => page.getByRole('button', { name: 'Set up the workstation' }).click();

export const keepRecoveryKey = (page: Page) =>
  page.getByRole('button', { name: 'It is kept: open the workstation' }).click();

/** Types the two words of the recovery key that are asked for, read off the screen as from the paper. @returns all of them. */
export async function typeBackRecoveryKey(page: Page): Promise<readonly string[]> {
  const list = page.getByRole('list', { name: 'The 24 numbered words of the recovery key' });
  await expect(list).toBeVisible();
  const words = await list.locator('bdi[lang=en]').allTextContents();
  for (const [at, word] of words.entries()) {
    const asked = field(page, `Word ${at + 1}`);
    if ((await asked.count()) > 0) await asked.fill(word.toUpperCase());
  }
  return words;
}
