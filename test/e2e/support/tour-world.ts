import { expect } from '@playwright/test';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { makeSampleFiles } from './sample-files.ts';
import type { Station } from './station.ts';
import { openTab } from './steps/cases.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

type CaseFields = Input<'case.create'>;
type Told = Pick<CaseFields, 'title' | 'crimeArea' | 'priority'>;

const otherCases: readonly Told[] = [
  { title: 'Stolen altar panels offered at Port Selkie', crimeArea: 'cultural-heritage', priority: 'normal' },
  { title: 'Missing hiker last seen at the Ostrel pass', crimeArea: 'human-trafficking', priority: 'high' },
  { title: 'Series of false invoices of a shipping agent', crimeArea: 'financial', priority: 'normal' },
  { title: 'Réseau de véhicules volés, vallée de la Lorme', crimeArea: 'vehicle-crime', priority: 'high' },
  { title: 'Falsificación de sellos en el puerto de Almadra', crimeArea: 'illicit-goods', priority: 'low' },
  { title: 'شحنة أسلحة غير مرخصة في ميناء الزهراء', crimeArea: 'firearms', priority: 'critical' },
  { title: 'Ransom mail against the Selkie hospital', crimeArea: 'cybercrime', priority: 'critical' },
  { title: 'Unlicensed trade in tortoises', crimeArea: 'environmental', priority: 'low' },
];

const told = (fields: Told, officerId: CaseFields['officerId']): CaseFields => ({
  ...fields,
  purpose: 'obtain-information',
  handling: 'H1',
  marking: 'for-official-use-only',
  officerId,
  description: '',
});

const REQUEST = 'Holder of passport L898902C3, stopped at the northern crossing';

async function fillMainCase(station: Station, caseId: CaseId): Promise<void> {
  const person = (familyName: string, forename: string, role: 'suspect' | 'witness' | 'associate', birthDate: string) =>
    station.ask('person.create', {
      caseId,
      role,
      fields: { familyName, forename, sex: 'F', birthDate, birthPlace: 'Zenith', nationalities: ['UTO'] },
    });
  await person('Vandros', 'Erika', 'suspect', '1974-08-12');
  await person('النورسي', 'سمراء', 'witness', '1981');
  await person('Ожигова', 'Велина', 'associate', '1990-03');
  await station.ask('document.create', {
    caseId,
    fields: { type: 'passport', number: 'L898902C3', issuingCountry: 'UTO', issueDate: '2021-04-16' },
  });
  await station.ask('vehicle.create', {
    caseId,
    fields: { plate: 'RU 4711', plateCountry: 'RUR', make: 'Volkswagen', model: 'Golf', colour: 'grey', year: 2019 },
  });
  await station.ask('note.add', { caseId, body: 'The permit office was called at 14:10 UTC; it answers tomorrow.' });
}

async function addFiles({ page }: Station): Promise<void> {
  const files = await makeSampleFiles(3);
  await page.locator('nav a[href="/cases"]').click();
  await page.locator('main [role=listbox] [role=option]').first().click();
  await openTab(page, 'Files');
  await page.getByLabel('Files to add').setInputFiles([files.pdf, files.jpeg, files.video]);
  await expect(page.locator('article table tr')).toHaveCount(4);
  await files.remove();
}

async function exchange({ utopia, ruritania }: World, caseId: CaseId): Promise<void> {
  const reachable = async (station: Station, code: string) =>
    (await station.ask('directory.list', {})).some((bureau) => bureau.code === code && bureau.reachable);
  await expect.poll(() => reachable(utopia, 'RUR')).toBe(true);
  await expect.poll(() => reachable(ruritania, 'UTO')).toBe(true);
  const persons = await utopia.ask('case.persons', { id: caseId });
  const files = await utopia.ask('case.files', { id: caseId });
  await ruritania.ask('message.send', {
    to: ['UTO'],
    subject: 'Whereabouts of a minor travelling with an adult',
    body: 'A minor was taken from Castra on 22 November 2026 at 07:30 UTC. This is urgent because a ferry leaves today. Please check the port.',
    priority: 'urgent',
    handling: 'H0',
    purpose: 'identify-person-or-body',
    answerBy: Date.now() + 2 * HOUR,
  });
  await utopia.ask('message.send', {
    caseId,
    to: ['RUR'],
    subject: REQUEST,
    body: 'The person enclosed was stopped at the northern crossing on 4 May 2031 at 14:10 UTC with passport L898902C3.\n\nPlease confirm the identity, and say since when the passport has been reported lost.',
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
    answerBy: Date.now() + 48 * HOUR,
    personIds: persons.slice(0, 1).map(({ id }) => id),
    attachmentIds: files.slice(0, 1).map(({ id }) => id),
  });
  const received = async () =>
    (await ruritania.ask('message.list', { box: 'inbox' })).rows.find(({ subject }) => subject === REQUEST);
  await expect.poll(received, { timeout: 30_000 }).toBeTruthy();
  const request = await received();
  if (!request) throw new Error('The request did not arrive.');
  await ruritania.ask('message.mark-read', { conversationId: request.conversationId });
  await ruritania.ask('message.send', {
    to: ['UTO'],
    inReplyTo: request.id,
    subject: REQUEST,
    body: 'The identity is confirmed. The passport was reported lost on 2 June 2031 at Castra.',
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
  });
  await expect
    .poll(async () => (await utopia.ask('message.list', { box: 'inbox' })).total, { timeout: 30_000 })
    .toBe(2);
}

/** Fills the world with what a bureau has on its desk in the middle of a day; all invented. */
export async function fillTourWorld(world: World): Promise<void> {
  const { utopia } = world;
  const { user } = await utopia.ask('session.state', {});
  const mine = user?.id ?? null;
  for (const [at, fields] of otherCases.entries()) {
    const { id } = await utopia.ask('case.create', told(fields, at % 3 === 0 ? mine : null));
    if (at % 2 === 0) await utopia.ask('case.move', { id, move: 'start' });
  }
  const main: Told = {
    title: 'Forged permits at the northern crossing',
    crimeArea: 'people-smuggling',
    priority: 'high',
  };
  const { id } = await utopia.ask('case.create', {
    ...told(main, mine),
    description: 'Three permits of one series were shown within a week, by holders who do not know each other.',
  });
  await utopia.ask('case.move', { id, move: 'start' });
  await fillMainCase(utopia, id);
  await addFiles(utopia);
  const ask = (question: Input<'check.run'>['question']) =>
    utopia.ask('check.run', { caseId: id, purpose: 'search-wanted-person', question });
  await ask({ database: 'nominal', query: { name: 'Quisquamille', forename: 'Zebedaios' } });
  await ask({ database: 'sltd', query: { documentNumber: 'L898902C3', issuingCountry: 'UTO' } });
  await ask({ database: 'nominal', query: { name: 'Erikson', forename: 'Anna', birthDate: '1974-12-08', sex: 'F' } });
  await exchange(world, id);
}
