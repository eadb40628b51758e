import { expect } from '@playwright/test';
import { coreProcess, untilEnded } from './support/core-process.ts';
import { administrator, officer } from './support/people.ts';
import { createCase, openedCase } from './support/steps/cases.ts';
import { goToAdministration, lock, signIn, typeSignIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

/** The promise: keys and records are out of the memory within two seconds. */
const LOCK_WITHIN_MS = 2000;

test.describe('who sits at the workstation', () => {
  test('a wrong passphrase is refused, and it is not said whether the name exists', async ({ world }) => {
    const { page } = world.ruritania;
    await lock(page);
    await typeSignIn(page, { ...officer, passphrase: 'not the passphrase at all' });
    const known = (await page.getByRole('alert').textContent()) ?? '';
    await typeSignIn(page, { username: 'nobody', passphrase: 'not the passphrase at all' });
    await expect(page.getByRole('alert')).toHaveText(known);
    await signIn(page, officer);
  });

  test('Ctrl+L ends the core process within two seconds, and the same screen comes back after signing in', async ({
    world,
  }) => {
    const { page } = world.utopia;
    const reference = await createCase(page, 'Left open over lunch');
    const core = coreProcess(world.utopia);
    await page.keyboard.press('Control+l');
    expect(await untilEnded(core, LOCK_WITHIN_MS)).toBeLessThan(LOCK_WITHIN_MS);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByText('Left open over lunch')).toHaveCount(0);
    await expect(page.getByText(reference)).toHaveCount(0);
    await signIn(page, officer);
    await expect(openedCase(page).getByRole('heading', { name: 'Left open over lunch' })).toBeVisible();
  });

  test('nobody at the keyboard for the time that is set locks it', async ({ world }) => {
    const { page, app } = world.ruritania;
    const { settings } = await world.ruritania.askShell('settings.get', {});
    const core = coreProcess(world.ruritania);
    await page.mouse.move(600, 400);
    await app.evaluate((_electron, minutes) => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + minutes * 60_000 - 8000;
    }, settings.idleMinutes);
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    await untilEnded(core, 15_000);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await signIn(page, officer);
  });

  test('an administrator sees accounts and machines, and no case content', async ({ world }) => {
    const { page } = world.ruritania;
    await lock(page);
    await signIn(page, administrator);
    await expect(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Cases' })).toBeHidden();
    const refusal = await world.ruritania.tryAsk('case.list', {});
    expect(refusal).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    await goToAdministration(page, 'Accounts');
    await expect(page.getByRole('grid', { name: 'Accounts' })).toContainText(officer.name);
    await page.getByRole('tab', { name: 'This workstation' }).click();
    await expect(page.getByText(world.hub.url)).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Audit trail' })).toHaveCount(0);
    await lock(page);
    await signIn(page, officer);
    await goToAdministration(page, 'Audit trail');
    await expect(page.getByRole('status').filter({ hasText: 'The chain is intact' })).toBeVisible();
  });
});
