import type { WriteDb } from '#core/store/database.ts';
import { insertPerson, type PersonRecord } from '#core/store/tables/persons.ts';
import { writeSearchDocument } from '#core/store/tables/search.ts';
import { partialDate } from '#shared/domain/partial-date.ts';
import { searchTerms } from '#shared/domain/search-text.ts';
import type { PersonId } from '#shared/lib/ids.ts';

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
  'Kunigunda',
];
const PLACES = ['Strelsau', 'Hentzau', 'Lutz', 'Nebelsbad', 'Zenda', 'Amaurot', 'Port Utopia'];
const FIRST_DAY = Date.UTC(2090, 0, 1);

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

export const personId = (index: number) => `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}` as PersonId;

/** The `index`-th invented person; the sizes of the fields are those of ordinary case work. */
export const personRow = (index: number): PersonRecord => ({
  id: personId(index),
  familyName: `${pick(FAMILY, index * 7 + Math.floor(index / 9))}${index % 997}`,
  forename: pick(GIVEN, index * 5 + Math.floor(index / 11)),
  birthName: '',
  aliases: index % 3 === 0 ? [`${pick(GIVEN, index + 3)} of ${pick(PLACES, index)}`] : [],
  sex: index % 2 ? 'F' : 'M',
  birthDate: partialDate.parse(`${1940 + (index % 60)}`),
  birthPlace: pick(PLACES, index * 3),
  nationalities: ['UTO'],
  height: 150 + (index % 50),
  eyes: null,
  hair: null,
  marks: `A scar on the left hand; number ${index} on the list of the local unit, which asks for assistance in ${pick(PLACES, index)}.`,
  cautions: '',
  identityConfirmed: index % 4 === 0,
  mrz: null,
  createdAt: FIRST_DAY + index * 1000,
  createdBy: 'officer',
  updatedAt: FIRST_DAY + index * 1000,
  version: 1,
});

/** A person and what it is found by, as the product writes them. */
export function writePerson(tx: WriteDb, index: number): void {
  const person = personRow(index);
  const { familyName, forename, aliases, birthDate, birthPlace, marks } = person;
  insertPerson(tx, person);
  writeSearchDocument(tx, {
    kind: 'person',
    id: person.id,
    caseId: null,
    title: `${familyName} ${forename}`,
    detail: birthDate ?? '',
    terms: searchTerms([familyName, forename, ...aliases, birthDate ?? '', birthPlace, marks]),
  });
}

/** Beginnings of words as people type them: two letters to a whole name, one word and two. */
export const searched = [
  'gr',
  'hil',
  'alvar',
  'gravesend5',
  'dubrovec77',
  'kuni 19',
  'florizel bess',
  'zenda',
  'est',
  'isaura 1971',
];
