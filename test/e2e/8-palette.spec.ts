import { expect, type Locator, type Page } from '@playwright/test';
import { openedCase, prepareCase } from './support/steps/cases.ts';
import { words } from './support/steps/fields.ts';
import { goTo } from './support/steps/session.ts';
import { untilOnline } from './support/steps/status.ts';
import { test, type World } from './support/world.ts';

const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Find or do' });
const marked = (page: Page): Locator => palette(page).getByRole('option', { selected: true });

/** Types into the palette and waits until the marked result is the one. */
async function find(page: Page, text: string, result: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  await expect(marked(page)).toContainText(result);
}

async function prepareRecords({ utopia }: World): Promise<void> {
  const caseId = await prepareCase(utopia, 'Contrefaçon à Þórshöfn');
  await utopia.ask('person.create', {
    caseId,
    role: 'suspect',
    fields: { familyName: 'Čapekóvá', forename: 'Žofie', sex: 'F', birthDate: '1971-02-03', nationalities: ['UTO'] },
  });
  await utopia.ask('document.create', {
    caseId,
    fields: { type: 'passport', number: 'QX7781203', issuingCountry: 'UTO' },
  });
  await utopia.ask('message.send', {
    caseId,
    to: ['RUR'],
    subject: 'Réseau de façonniers près de Łęczna',
    body: 'Please confirm the identity of the printer of the seals found on 4 May 2031 in the workshop.',
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
  });
}

test('the palette finds a case, a person, a document and a message without accents, and does what it is told, by keyboard alone', async ({
  world,
}) => {
  const { page } = world.utopia;
  await untilOnline(page);
  await prepareRecords(world);
  await goTo(page, 'Desk');

  await find(page, 'contrefacon thorshofn', 'Contrefaçon à Þórshöfn');
  await page.keyboard.press('Enter');
  await expect(openedCase(page).getByRole('heading', { name: 'Contrefaçon à Þórshöfn' })).toBeVisible();

  await find(page, 'capekova zofie', 'Čapekóvá');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: words('Čapekóvá, Žofie') })).toBeVisible();

  await find(page, 'qx778', 'QX7781203');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'QX7781203' })).toBeVisible();

  await find(page, 'faconniers leczna', 'Réseau de façonniers près de Łęczna');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Conversation' }).getByRole('heading', { level: 2 })).toContainText(
    'Réseau de façonniers',
  );

  await find(page, 'new case', 'New case');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'New case' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await find(page, 'dark colours', 'Dark colours');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await world.utopia.askShell('settings.set', { colorScheme: 'light' });
});

test('the whole of a case can be worked by keyboard: sections, list, tabs, help', async ({ world }) => {
  const { page } = world.utopia;
  await prepareCase(world.utopia, 'Worked by keyboard');
  await goTo(page, 'Desk');
  await page.locator('body').click({ position: { x: 640, y: 790 } });
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a'); // what was searched for before
  await page.keyboard.type('worked by keyboard');
  await expect(page.getByRole('listbox', { name: 'Cases' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await page.getByRole('listbox', { name: 'Cases' }).focus();
  await page.keyboard.press('Enter');
  await expect(openedCase(page).getByRole('heading', { name: 'Worked by keyboard' })).toBeVisible();
  await page.keyboard.press('6');
  await expect(openedCase(page).getByRole('tab', { name: 'Notes' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys of this screen' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a table longer than the window scrolls by keyboard under its head, row by row and by pages', async ({
  world,
}) => {
  const { utopia } = world;
  const { page } = utopia;
  const { user } = await utopia.ask('session.state', {});
  for (let at = 0; at < 40; at += 1) await prepareCase(utopia, `Long desk ${at}`, user?.id ?? null);
  await goTo(page, 'Desk');
  const desk = page.getByRole('grid', { name: /What needs you now/ });
  const head = desk.getByRole('row').first();
  const isMarkedInSight = async () => {
    const marked = await desk.locator('[data-marked]').boundingBox();
    const above = await head.boundingBox();
    const whole = await desk.boundingBox();
    if (!marked || !above || !whole) return false;
    return marked.y >= above.y + above.height - 1 && marked.y + marked.height <= whole.y + whole.height + 1;
  };
  await desk.focus();
  for (const key of ['End', 'PageUp', 'ArrowUp', 'Home', 'PageDown', 'PageDown', 'ArrowDown']) {
    await page.keyboard.press(key);
    await expect.poll(isMarkedInSight, { message: `after ${key}` }).toBe(true);
  }
  await page.keyboard.press('End');
  await expect(desk.locator('[data-marked]')).toContainText('Long desk');
  await page.keyboard.press('Enter');
  await expect(openedCase(page).getByRole('heading', { level: 2 })).toBeVisible();
});
