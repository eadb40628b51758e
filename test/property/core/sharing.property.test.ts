import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import { type CoreStation, Refusal } from '#test/helpers/core-station.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';
import { runs } from '#test/helpers/runs.ts';

type Step = readonly [who: number, what: keyof typeof work, with_: number];

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

async function take(office: Office, [who, what, pick]: Step): Promise<void> {
  const core = office.stations[who % office.stations.length];
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

const kinds = Object.keys(work) as (keyof typeof work)[];
const steps = fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...kinds), fc.nat(63)), { minLength: 20, maxLength: 45 });

it('whatever two to four workstations do, and in whatever order it reaches them, their stores end up the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 4 }), steps, async (count, all) => {
      const office = await Office.open(count);
      try {
        for (const step of all) await take(office, step);
        office.settle();
        expect(new Set(office.stations.map(sharedContent)).size).toBe(1);
        for (const core of office.stations) expect(core.errors).toEqual([]);
      } finally {
        office.close();
      }
    }),
    { numRuns: runs(15, 300) },
  );
}, 600_000);
