import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { messageInput } from '#test/helpers/casework.ts';
import { colleagueOf } from '#test/helpers/colleague.ts';
import { accessibilityProblems } from './support/axe.ts';
import { makeSampleFiles, sha256Of } from './support/sample-files.ts';
import { type Appearance, openCaseInAnyLanguage, setAppearance } from './support/screens.ts';
import { openCase, openedCase, openTab, prepareCase } from './support/steps/cases.ts';
import { takeKeys } from './support/steps/colleagues.ts';
import { choose, words } from './support/steps/fields.ts';
import { conversation, openConversation } from './support/steps/messages.ts';
import { goTo } from './support/steps/session.ts';
import { untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const TITLE = 'A long film';

/** The last one is the one the rest of the test reads. */
const appearances = [
  { language: 'ar', colorScheme: 'dark' },
  { language: 'fr', colorScheme: 'light' },
  { language: 'es', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'light' },
] as const;

const fileRow = (page: Page, name: string): Locator => openedCase(page).getByRole('row').filter({ hasText: name });

test('a colleague’s large file waits, and is fetched, taken back and fetched again by keyboard, first without a line; one that is gone comes from the colleague', async ({
  world,
}, info) => {
  test.setTimeout(300_000);
  const { utopia, ruritania, hub, line } = world;
  const samples = await makeSampleFiles(3);
  const id = await prepareCase(utopia, TITLE);
  await untilOnline(utopia.page);
  const other = await colleagueOf(hub, await takeKeys(utopia));
  try {
    const { page } = utopia;
    await goTo(page, 'Settings');
    await expect(page.getByRole('combobox', { name: 'Fetch files automatically up to' })).toHaveValue('20 MB');
    await choose(page, 'Fetch files automatically up to', '1 MB');
    await page.screenshot({ path: info.outputPath('fetch-limit.png') });
    await utopia.ask('sync.now', {});
    await other.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id), 40_000);
    for (const [token, path] of [
      ['film', samples.video],
      ['warrant', samples.pdf],
    ] as const) {
      other.files.grant(token, path, 'read');
      await other.call('file.add', { caseId: id, token });
    }
    await openCase(page, TITLE);
    await openTab(page, 'Files');
    const film = fileRow(page, 'crossing.mp4');
    await expect(fileRow(page, 'Warrant copy.pdf')).toContainText('Sealed here', { timeout: 60_000 });
    await expect(film).toContainText('On demand: waits for you', { timeout: 60_000 });
    const showFiles = async (appearance: Appearance) => {
      await setAppearance(utopia, appearance);
      await openCaseInAnyLanguage(page, TITLE);
      await openedCase(page).getByRole('tab').nth(6).click();
    };
    for (const appearance of appearances) {
      await showFiles(appearance);
      await expect(film).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      const name = `on-demand-${appearance.language}-${appearance.colorScheme}.png`;
      await page.screenshot({ path: info.outputPath(name) });
    }
    await expect(film).toContainText(/At the hub until .* at least/);
    await expect(film).toContainText('Otto Officer');

    line.cut();
    await film.getByRole('button', { name: 'Fetch crossing.mp4 (3.1 MB)' }).focus();
    await page.keyboard.press('Enter');
    await expect(film).toContainText('Asked for');
    await expect(film.getByRole('button', { name: 'Do not fetch crossing.mp4' })).toBeFocused();
    await page.screenshot({ path: info.outputPath('asked-for.png') });
    await page.keyboard.press('Enter');
    await expect(film).toContainText('On demand: waits for you');
    await expect(film.getByRole('button', { name: 'Fetch crossing.mp4' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(film).toContainText('Asked for');
    line.restore();
    await utopia.ask('sync.now', {});
    await expect(film).toContainText('Sealed here', { timeout: 60_000 });
    await expect(film).toContainText(await sha256Of(samples.video));
    await expect(film.getByRole('button', { name: 'Save a copy of crossing.mp4' })).toBeVisible();

    // Another bureau's workstation leaves it at the hub as well, unless the message is urgent.
    const there = ruritania.page;
    await ruritania.ask('file.set-limit', { bytes: 1_000_000 });
    await other.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
    const [shared] = (await other.call('case.files', { id })).filter(({ name }) => name === 'crossing.mp4');
    const enclosing = { to: ['RUR'], caseId: id, attachmentIds: [shared?.id] as never };
    await other.call('message.send', messageInput({ ...enclosing, subject: 'A film of the crossing' }));
    await openConversation(there, 'A film of the crossing');
    const enclosed = conversation(there).getByRole('list', { name: 'Files' });
    await expect(enclosed).toContainText('On demand: waits for you', { timeout: 60_000 });
    await expect(enclosed).toContainText('video/mp4');
    await expect(enclosed).toContainText('The hub keeps it until your bureau has fetched it');
    expect(await accessibilityProblems(there)).toEqual([]);
    await there.screenshot({ path: info.outputPath('message-on-demand.png') });
    const urgent = { subject: 'A film, urgently', priority: 'urgent', answerBy: Date.now() + 3_600_000 } as const;
    await other.call('message.send', messageInput({ ...enclosing, ...urgent }));
    await openConversation(there, 'A film, urgently');
    await expect(enclosed.getByRole('button', { name: words('Save a copy of crossing.mp4') })).toBeVisible({
      timeout: 60_000,
    });

    // The hub lets go of one before anybody has asked for it; the colleague's workstation still has it.
    await utopia.ask('file.set-limit', { bytes: 0 });
    // Of its own content: what other tests have added to this world is here already.
    const recording = join(samples.folder, 'interview.mp3');
    await writeFile(recording, randomBytes(3_000));
    other.files.grant('recording', recording, 'read');
    await other.call('file.add', { caseId: id, token: 'recording' });
    const interview = fileRow(page, 'interview.mp3');
    await expect(interview).toContainText('On demand: waits for you', { timeout: 60_000 });
    await other.until('status.get', {}, ({ waiting }) => waiting === 0, 40_000);
    await hub.database.query("delete from blob_chunks where bureau = 'UTO'");
    await interview.getByRole('button', { name: 'Fetch interview.mp3' }).click();
    await expect(interview).toContainText('No longer at the hub', { timeout: 60_000 });
    await expect(interview).toContainText(words('Ask Otto Officer to add it to the case'));
    for (const appearance of [appearances[0], appearances[4]]) {
      await showFiles(appearance);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.screenshot({ path: info.outputPath(`gone-${appearance.language}-${appearance.colorScheme}.png`) });
    }
    line.cut();
    await interview.getByRole('button', { name: 'Ask the bureau’s workstations for interview.mp3' }).click();
    await expect(interview).toContainText('Asked of the bureau’s workstations');
    await page.screenshot({ path: info.outputPath('asked-of-the-bureau.png') });
    line.restore();
    await utopia.ask('sync.now', {});
    await expect(interview).toContainText('Sealed here', { timeout: 60_000 });
    await expect(interview).toContainText(await sha256Of(recording));
  } finally {
    for (const station of [utopia, ruritania]) await station.ask('file.set-limit', { bytes: 20_000_000 });
    await other.close();
    await samples.remove();
  }
});
