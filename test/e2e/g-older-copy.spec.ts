import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { accessibilityProblems } from './support/axe.ts';
import { officer } from './support/people.ts';
import { prepareCase } from './support/steps/cases.ts';
import { signIn } from './support/steps/session.ts';
import { statusLine, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

test('a workstation put back to an older copy says so over every screen, and goes on when a supervisor decides', async ({
  world,
}) => {
  const { ruritania } = world;
  const vault = join(ruritania.profileDir, 'vault');
  const folder = await mkdtemp(join(tmpdir(), 'ncb-older-'));
  const copy = join(folder, 'vault');
  await untilOnline(ruritania.page);
  await ruritania.quit();
  await cp(vault, copy, { recursive: true });
  await ruritania.start();
  await signIn(ruritania.page, officer);
  await prepareCase(ruritania, 'Written after the copy');
  await untilOnline(ruritania.page);
  await ruritania.quit();
  await rm(vault, { recursive: true });
  await cp(copy, vault, { recursive: true });
  await ruritania.start();
  await signIn(ruritania.page, officer);

  const { page } = ruritania;
  const notice = page.getByRole('alert', { name: 'Older copy of this workstation' });
  await expect(notice).toContainText('put back to an older copy', { timeout: 40_000 });
  await expect(notice).toContainText('Nothing is sent until a supervisor or the administrator has decided.');
  await expect(statusLine(page)).toContainText('an older copy: nothing is sent');
  expect(await accessibilityProblems(page)).toEqual([]);
  await notice.getByRole('button', { name: 'Go on with this copy…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on with this copy' }).click();
  await expect(notice).toBeHidden({ timeout: 40_000 });
  await expect(statusLine(page)).toContainText('all safe on this machine');
  await rm(folder, { recursive: true, force: true });
});
