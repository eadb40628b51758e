import { expect, type Page } from '@playwright/test';
import { administrator, officer } from './support/people.ts';
import { Station } from './support/station.ts';
import { fillEnrolment, keepRecoveryKey, submitEnrolment, typeBackRecoveryKey } from './support/steps/enrolment.ts';
import { goToMessages, messageList, sendPlain } from './support/steps/messages.ts';
import { lock, signIn } from './support/steps/session.ts';
import { statusLine, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const DIGITS = /^\d{5}(?: \d{5}){11}$/;
const BEFORE = 'Sent before the second workstation existed';
const AFTER = 'Sent after the second workstation was confirmed';

/** Sends as soon as the bureau can be written to. */
async function sendTo(station: Station, bureau: string, subject: string): Promise<void> {
  await expect
    .poll(async () => (await station.ask('directory.list', {})).find(({ code }) => code === bureau)?.reachable)
    .toBe(true);
  await sendPlain(station, bureau, subject);
}

/** The digits of NCB Utopia’s current key. */
async function keyAsSeenBy(station: Station): Promise<string> {
  const { bureau, key, others } = await station.ask('bureau-keys.overview', {});
  const seen = bureau === 'UTO' ? key : others.find(({ code }) => code === 'UTO')?.key;
  return seen?.fingerprint ?? '';
}

/** As read off the screen: with one space between the groups. */
async function digitsIn(page: Page, name: string): Promise<string> {
  const groups = await page
    .getByRole(name === 'dialog' ? 'dialog' : 'status', name === 'dialog' ? {} : { name })
    .locator('bdi[dir=ltr] span')
    .allTextContents();
  return groups.join(' ');
}

test.describe('a second workstation of a bureau', () => {
  let second: Station;
  test.beforeEach(async () => {
    second = await Station.open();
  });
  test.afterEach(() => second.remove());

  test('waits for the keys, is confirmed on the first after the digits were compared, and reads what came before and after', async ({
    world,
  }) => {
    await untilOnline(world.ruritania.page);
    await sendTo(world.ruritania, 'UTO', BEFORE);
    const first = world.utopia.page;
    await goToMessages(first);
    await expect(messageList(first).getByRole('option', { name: BEFORE })).toBeVisible({ timeout: 30_000 });

    const { page } = second;
    await fillEnrolment(page, world.hub.url, await world.hub.admin.createEnrolmentCode('UTO'));
    await submitEnrolment(page);
    await typeBackRecoveryKey(page);
    await keepRecoveryKey(page);
    const waits = page.getByRole('status', { name: 'Keys of the bureau' });
    await expect(waits).toContainText('waits for a workstation of the bureau to hand over the keys', {
      timeout: 40_000,
    });
    await expect(waits).toContainText(/Nothing is lost: \d+ items? waits? here/);
    await expect(statusLine(page)).toContainText('waiting for the keys of the bureau');
    const shown = await digitsIn(page, 'Keys of the bureau');
    expect(shown).toMatch(DIGITS);
    await addOfficer(second);

    await lock(first);
    await signIn(first, administrator);
    const told = first.getByRole('status', { name: 'New workstation' });
    await expect(told).toContainText('has enrolled for this bureau and waits for its keys', { timeout: 40_000 });
    await told.getByRole('button', { name: 'Open the keys' }).click();
    const { name } = await second.ask('workstation.info', {});
    await first.getByRole('button', { name: `Compare and confirm ${name}` }).click();
    const dialog = first.getByRole('dialog');
    expect(await digitsIn(first, 'dialog')).toBe(shown);
    const hand = dialog.getByRole('button', { name: 'Confirm and hand over the keys' });
    await expect(hand).toBeDisabled();
    await dialog.getByRole('checkbox').check();
    await hand.click();
    await expect(dialog).toBeHidden();
    await expect(first.getByRole('table', { name: 'Workstations of the bureau' })).toContainText('holds the keys');

    await expect(waits).toBeHidden({ timeout: 40_000 });
    await expect(statusLine(page)).toContainText('all safe on this machine');
    await lock(page);
    await signIn(page, officer);
    await goToMessages(page);
    await expect(messageList(page).getByRole('option', { name: BEFORE })).toBeVisible();
    await sendTo(world.ruritania, 'UTO', AFTER);
    await expect(messageList(page).getByRole('option', { name: AFTER })).toBeVisible({ timeout: 30_000 });

    await lock(first);
    await signIn(first, officer);
    await goToMessages(first);
    await expect(messageList(first).getByRole('option', { name: AFTER })).toBeVisible({ timeout: 30_000 });
  });

  test('that is revoked is refused at once and says so, and the bureau’s key changes for everybody else', async ({
    world,
  }) => {
    const { page } = second;
    await fillEnrolment(page, world.hub.url, await world.hub.admin.createEnrolmentCode('UTO'));
    await submitEnrolment(page);
    await typeBackRecoveryKey(page);
    await keepRecoveryKey(page);
    await expect(page.getByRole('status', { name: 'Keys of the bureau' })).toBeVisible({ timeout: 40_000 });
    const { workstationId } = await second.ask('workstation.info', {});
    const exposed = await keyAsSeenBy(world.utopia);
    await world.hub.admin.revokeWorkstation(workstationId);
    await expect(page.getByRole('alert', { name: 'Revoked workstation' })).toContainText(
      'The hub has revoked this workstation',
      {
        timeout: 30_000,
      },
    );
    await expect(statusLine(page)).toContainText('Refused by the hub since');

    await expect.poll(() => keyAsSeenBy(world.utopia), { timeout: 40_000 }).not.toBe(exposed);
    const renewed = await keyAsSeenBy(world.utopia);
    await expect.poll(() => keyAsSeenBy(world.ruritania), { timeout: 40_000 }).toBe(renewed);

    const other = world.ruritania.page;
    const changed = other.getByRole('status', { name: 'Changed keys' });
    await expect(changed).toContainText('Key changed: NCB Utopia', { timeout: 40_000 });
    await changed.getByRole('button', { name: 'Open the keys' }).click();
    await other.getByRole('button', { name: 'Compare the key of NCB Utopia' }).click();
    const dialog = other.getByRole('dialog');
    expect((await digitsIn(other, 'dialog')).startsWith(renewed)).toBe(true);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Take the new key as compared' }).click();
    await expect(dialog).toBeHidden();
    await expect(changed).toBeHidden();
  });
});

/** The account of an officer, past the interface: another test goes through it. */
async function addOfficer(station: Station): Promise<void> {
  const { username, name, passphrase } = officer;
  await station.ask('account.create', { username, name, roles: ['officer', 'supervisor'], passphrase });
}
