import { expect, type Page } from '@playwright/test';

interface Credentials {
  readonly username: string;
  readonly passphrase: string;
}

/** Types a person's name and passphrase into the lock screen, without waiting for the answer. */
export async function typeSignIn(page: Page, { username, passphrase }: Credentials): Promise<void> {
  await page
    .getByRole('textbox', { name: 'User name' })
    .or(page.getByRole('combobox', { name: 'User name' }))
    .fill(username);
  await page.keyboard.press('Escape'); // the list of names
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Open the workstation' }).click();
}

/** Signs a person in and waits for the workplace. */
export async function signIn(page: Page, person: Credentials): Promise<void> {
  await typeSignIn(page, person);
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
}

/** Locks by the key, wherever the focus is; a workstation that has locked itself meanwhile stays as it is. */
export async function lock(page: Page): Promise<void> {
  const lockScreen = page.getByRole('heading', { name: 'Sign in' });
  if (await lockScreen.isVisible()) return;
  await page.keyboard.press('Control+l');
  await expect(lockScreen).toBeVisible();
}

/** Goes to a section by the rail. */
export async function goTo(page: Page, section: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click();
}

/** Goes to one tab of the administration; who comes back to it finds the tab they were at, which another test may have been. */
export async function goToAdministration(page: Page, tab: string): Promise<void> {
  await goTo(page, 'Administration');
  await page.getByRole('tab', { name: tab }).click();
}
