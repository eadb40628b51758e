import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { messageInput } from '#test/helpers/casework.ts';
import { colleagueOf } from '#test/helpers/colleague.ts';
import { CuttableLine, type TestWorkstation } from '#test/helpers/workstation.ts';
import { accessibilityProblems } from './support/axe.ts';
import { makeSampleFiles, sha256Of } from './support/sample-files.ts';
import { openCaseInAnyLanguage, setAppearance } from './support/screens.ts';
import { openCase, openedCase, openTab, prepareCase } from './support/steps/cases.ts';
import { takeKeys } from './support/steps/colleagues.ts';
import { untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

/** The last one is the one the rest of the test reads. */
const appearances = [
  { language: 'ar', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'light' },
] as const;

const fileRow = (page: Page, name: string): Locator => openedCase(page).getByRole('row').filter({ hasText: name });

/** What a workstation gives out for the file of a case, by its SHA-256. */
async function sha256At(station: TestWorkstation, id: string, folder: string): Promise<string> {
  station.files.grant(id, join(folder, id), 'write');
  await station.call('file.save', { id: id as never, token: id });
  return sha256Of(join(folder, id));
}

test('a file added to a case without a line comes to the other workstation of the bureau whole, and its files come back', async ({
  world,
}, info) => {
  test.setTimeout(300_000);
  const { utopia, hub, line } = world;
  const samples = await makeSampleFiles(3);
  const folder = await mkdtemp(join(tmpdir(), 'ncb-copies-'));
  const id = await prepareCase(utopia, 'Worked on in two places');
  await untilOnline(utopia.page);
  const keys = await takeKeys(utopia);
  const otherLine = new CuttableLine();
  const other = await colleagueOf(hub, keys, { throughTransport: otherLine.through });
  try {
    const { page } = utopia;
    await utopia.ask('sync.now', {});
    await other.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id), 40_000);
    await untilOnline(page);
    line.cut();
    await openCase(page, 'Worked on in two places');
    await openTab(page, 'Files');
    await page.getByLabel('Files to add').setInputFiles([samples.pdf]);
    await expect(openedCase(page).getByText('Sealed here')).toBeVisible({ timeout: 40_000 });
    expect(await other.call('case.files', { id })).toEqual([]);

    line.restore();
    await utopia.ask('sync.now', {});
    const [file] = await other.until('case.files', { id }, (files) => files[0]?.state === 'here', 60_000);
    expect(await sha256At(other, file?.id ?? '', folder)).toBe(await sha256Of(samples.pdf));

    // What goes out with a message comes a second time, and stands in the case once.
    const pdf = { id: file?.id ?? '', name: file?.name ?? '' };
    await other.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
    const enclosing = messageInput({ to: ['RUR'], caseId: id, attachmentIds: [pdf.id] as never, subject: 'Enclosed' });
    const { conversationId } = await other.call('message.send', enclosing);
    const arrivedFiles = async () =>
      (await utopia.ask('message.thread', { conversationId }).catch(() => [])).flatMap(({ files }) => files);
    await expect.poll(async () => (await arrivedFiles())[0]?.state, { timeout: 40_000 }).toBe('here');
    await utopia.ask('message.file', { conversationId, caseId: id });
    await expect(page.getByRole('tab', { name: 'Messages 1' })).toBeVisible();
    await expect(fileRow(page, pdf.name)).toHaveCount(1);
    await expect(page.getByRole('tab', { name: 'Files 1' })).toBeVisible();
    await page.screenshot({ path: info.outputPath('enclosed-once.png') });

    other.files.grant('film', samples.video, 'read');
    otherLine.isCut = true;
    await other.call('file.add', { caseId: id, token: 'film' });
    await other.until('outbox.list', {}, (items) => items.some(({ kind }) => kind === 'case-file'));
    const held = (await other.call('outbox.list', {})).find(({ kind }) => kind === 'case-file');
    await other.call('outbox.pause', { id: held?.id ?? '' });
    otherLine.isCut = false;
    await other.call('sync.now', {});
    await expect(fileRow(page, 'crossing.mp4')).toContainText('Not here yet', { timeout: 40_000 });
    for (const appearance of appearances) {
      await setAppearance(utopia, appearance);
      await openCaseInAnyLanguage(page, 'Worked on in two places');
      await openedCase(page).getByRole('tab').nth(6).click();
      await expect(fileRow(page, 'crossing.mp4')).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      const name = `shared-files-${appearance.language}-${appearance.colorScheme}.png`;
      await page.screenshot({ path: info.outputPath(name) });
    }
    await other.call('outbox.resume', { id: held?.id ?? '' });
    await expect(fileRow(page, 'crossing.mp4')).toContainText('Sealed here', { timeout: 60_000 });
    await expect(fileRow(page, 'crossing.mp4')).toContainText(await sha256Of(samples.video));
  } finally {
    await other.close();
    await samples.remove();
    await rm(folder, { recursive: true, force: true });
  }
});
