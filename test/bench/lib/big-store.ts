import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCase } from '#core/actions/create-case.ts';
import { createPerson } from '#core/actions/create-person.ts';
import type { ActionContext, Answer, Workstation } from '#core/context.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { readIdentity } from '#core/store/tables/identity.ts';
import { userByUsername } from '#core/store/tables/users.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { openVault } from '#core/vault/vault.ts';
import { crimeAreas } from '#shared/domain/crime-area.ts';
import { contract } from '#shared/ipc/contract.ts';
import { newId } from '#shared/lib/ids.ts';
import { PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

export const CASES = 10_000;
export const PERSONS = 50_000;
const AT_ONCE = 1_000;

const SUBJECTS = [
  'Forged passports',
  'Missing person',
  'Stolen vehicle',
  'Card fraud',
  'Smuggled artefact',
  'Ransom letter',
];
const PLACES = ['Strelsau', 'Hentzau', 'Lutz', 'Nebelsbad', 'Zenda', 'Amaurot', 'Port Utopia', 'Kurwitz'];
const FAMILY = [
  'Alvarran',
  'Bessonov',
  'Cardozin',
  'Dubrovec',
  'Estermann',
  'Falkenor',
  'Gravesend',
  'Halloumi',
  'Ibarrola',
  'Jostvik',
];
const GIVEN = [
  'Anselma',
  'Bertok',
  'Corinda',
  'Davorin',
  'Elmira',
  'Florizel',
  'Gudrina',
  'Hilarion',
  'Isaura',
  'Joachim',
];

/** The `index`-th of a list that starts over, with an index that mixes well. */
const pick = (list: readonly string[], index: number): string =>
  list[(index * 7 + Math.floor(index / list.length)) % list.length] ?? '';

/** Enrols a workstation in `profile` and fills it with 10,000 cases and 50,000 persons, through the product's own actions. */
export async function makeBigStore(profile: string, hubUrl: string, code: string): Promise<{ databaseBytes: number }> {
  const station = await TestWorkstation.create({ folder: profile, kdf: argon2idKdf });
  await station.enrol(hubUrl, code);
  station.lock();
  const clock = { now: () => Date.now() };
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const opened = await openVault({
    dir: join(profile, 'vault'),
    fs: nodeFileSystem,
    clock,
    random,
    kdf: argon2idKdf,
    migrations: allMigrations,
    unlock: { username: 'officer', passphrase: PASSPHRASE },
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const { store } = opened.value;
  const identity = readIdentity(store.read);
  const actor = userByUsername(store.read, 'officer');
  if (!identity || !actor) throw new Error('The workstation is not enrolled');
  const inTransaction = (work: (ctx: ActionContext) => void) =>
    store.transaction((tx) =>
      // The two actions use neither the station's files nor its line.
      work({
        db: tx,
        tx,
        actor,
        identity,
        now: clock.now(),
        station: {} as Workstation,
        newId: () => newId({ clock, random }),
      }),
    );
  fill(inTransaction);
  store.checkpoint();
  const { databaseBytes } = store.status();
  store.close();
  return { databaseBytes };
}

function fill(inTransaction: (work: (ctx: ActionContext) => void) => void): void {
  const perCase = PERSONS / CASES;
  for (let from = 0; from < CASES; from += AT_ONCE) {
    inTransaction((ctx) => {
      for (let index = from; index < from + AT_ONCE; index += 1) {
        const { id } = must(createCase(ctx, caseNumber(index)));
        for (let nth = 0; nth < perCase; nth += 1) {
          const fields = contract['person.create'].input.shape.fields.parse(personNumber(index * perCase + nth));
          must(createPerson(ctx, { caseId: id, role: 'suspect', fields, mrz: null }));
        }
      }
    });
  }
}

const caseNumber = (index: number) =>
  contract['case.create'].input.parse({
    title: `${pick(SUBJECTS, index)} in ${pick(PLACES, index + 3)} ${index}`,
    crimeArea: crimeAreas[index % crimeAreas.length],
    priority: ['critical', 'high', 'normal', 'low'][index % 4],
    purpose: 'obtain-information',
    handling: 'H1',
    marking: 'for-official-use-only',
    officerId: null,
    description: `Reported in ${pick(PLACES, index)}; the local unit asks for assistance.`,
  });

const personNumber = (index: number) => ({
  familyName: `${pick(FAMILY, index)}${index % 97}`,
  forename: pick(GIVEN, index + 5),
  sex: index % 2 ? 'F' : 'M',
  birthDate: `${1940 + (index % 60)}`,
  nationalities: ['UTO'],
});

function must<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}
