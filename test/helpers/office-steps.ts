import * as fc from 'fast-check';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from './casework.ts';
import { type CoreStation, Refusal } from './core-station.ts';
import type { Office } from './office.ts';

/** Who does what, and with which of what there is. */
export type OfficeStep = readonly [who: number, what: keyof typeof work, with_: number];

interface World {
  readonly core: CoreStation;
  readonly office: Office;
  readonly cases: readonly CaseId[];
  readonly persons: readonly PersonId[];
  readonly pick: number;
}

const one = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

async function editCase({ core, cases, pick }: World): Promise<void> {
  const id = one(cases, pick);
  if (!id) return;
  const { version } = await core.call('case.get', { id });
  const changes = [
    { title: `Title ${pick}` },
    { handling: (['H0', 'H1', 'H2', 'H3'] as const)[pick % 4] },
    { description: `Text ${pick}` },
    { priority: (['low', 'normal', 'high'] as const)[pick % 3] },
  ][pick % 4];
  await core.call('case.update', { id, version, changes: changes ?? {} });
}

async function editPerson({ core, persons, pick }: World): Promise<void> {
  const id = one(persons, pick);
  if (!id) return;
  const { version } = await core.call('person.get', { id });
  const aliases = ['Kit', 'Bo', 'Ash'].filter((_, bit) => (pick >> bit) % 2 === 1);
  const changes = [{ aliases }, { familyName: `Name ${pick}` }, { height: 150 + (pick % 40) }][pick % 3] ?? {};
  await core.call('person.update', { id, version, changes });
}

async function moveCase({ core, cases, pick }: World): Promise<void> {
  const id = one(cases, pick);
  const move = (['start', 'suspend', 'resume', 'close', 'reopen'] as const)[pick % 5];
  if (id && move) await core.call('case.move', { id, move, reason: 'Because' });
}

async function decide({ core, pick }: World): Promise<void> {
  const open = one(await core.call('conflict.list', {}), pick);
  if (!open) return;
  const among = open.versions.map(({ change }) => change);
  await core.call('conflict.decide', {
    recordId: open.recordId,
    field: open.field,
    among,
    take: one(among, pick) ?? null,
  });
}

const work = {
  newCase: async ({ core, pick }: World) => void (await core.call('case.create', caseInput({ title: `Case ${pick}` }))),
  editCase,
  editPerson,
  moveCase,
  decide,
  newPerson: async ({ core, cases, pick }: World) => {
    const caseId = one(cases, pick);
    if (caseId) await core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
  },
  linkPerson: async ({ core, cases, persons, pick }: World) => {
    const [caseId, personId] = [one(cases, pick), one(persons, pick >> 2)];
    const role = (['suspect', 'witness', 'victim'] as const)[pick % 3] ?? 'witness';
    if (caseId && personId) await core.call('person.link', { caseId, personId, role });
  },
  note: async ({ core, cases, pick }: World) => {
    const caseId = one(cases, pick);
    if (caseId) await core.call('note.add', { caseId, body: `Note ${pick}` });
  },
  sendOne: async ({ core, office }: World) => office.send(core, 1),
  send: async ({ core, office }: World) => office.send(core),
  pull: async ({ core, office }: World) => office.pull(core),
};

/** One step of one of an office's workstations; with fewer `acting` than there are, the others only look on. */
export async function takeStep(
  office: Office,
  [who, what, pick]: OfficeStep,
  acting = office.stations.length,
): Promise<void> {
  const core = office.stations[who % acting];
  if (!core) return;
  const ids = (table: string) =>
    core.station.store.read.all<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`).map(({ id }) => id);
  const cases = ids('cases') as CaseId[];
  const persons = ids('persons') as PersonId[];
  try {
    await work[what]({ core, office, cases, persons, pick });
  } catch (error) {
    // A closed case, a disputed field, a move that cannot be made: the person is told, and nothing happens.
    if (!(error instanceof Refusal) || error.appError.code === 'unexpected') throw error;
  }
}

type Deed = keyof typeof work;

/** @param deeds with those named more than once the more often */
export const officeStepsOf = (deeds: readonly Deed[], minLength: number, maxLength: number) =>
  fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...deeds), fc.nat(63)), { minLength, maxLength });

export const officeSteps = officeStepsOf(Object.keys(work) as Deed[], 20, 45);
