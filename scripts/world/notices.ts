import type { Dice } from './dice.ts';
import { type InventedName, inventName } from './names.ts';

/** A person as the public notices write one (JSON of the red and yellow notices). */
export interface PublicNotice {
  readonly entity_id: string;
  readonly name: string;
  readonly forename: string | null;
  readonly date_of_birth: string | null;
  readonly sex_id: 'F' | 'M' | 'U' | null;
  readonly nationalities: readonly string[] | null;
  /** Metres; 0 where unknown. */
  readonly height: number;
  /** Kilograms; 0 where unknown. */
  readonly weight: number;
  readonly eyes_colors_id: readonly string[] | null;
  readonly hairs_id: readonly string[] | null;
  readonly languages_spoken_ids: readonly string[] | null;
  readonly distinguishing_marks: string | null;
  readonly place_of_birth: string | null;
  readonly country_of_birth_id: string | null;
  readonly arrest_warrants?: readonly Warrant[];
  readonly father_name?: string | null;
  readonly father_forename?: string | null;
  readonly mother_name?: string | null;
  readonly mother_forename?: string | null;
  readonly place?: string | null;
  readonly date_of_event?: string | null;
}

interface Warrant {
  readonly issuing_country_id: string;
  readonly charge: string;
  readonly charge_translation: string | null;
}

type Choices<T> = readonly [T, ...T[]];
const countries: Choices<string> = [
  'UTO',
  'UTO',
  'RUR',
  'RUR',
  'ZUB',
  'ZUB',
  'GB',
  'FR',
  'ES',
  'EG',
  'BR',
  'CN',
  'UA',
  'KE',
  'SE',
  '914',
];
const eyes: Choices<string> = ['BRO', 'BROD', 'BLU', 'GRN', 'GRY', 'HAZ', 'BLA', 'OTHD'];
const hair: Choices<string> = ['BLA', 'BRO', 'BROD', 'BROH', 'BLO', 'GRY', 'RED', 'OTHD'];
const spoken: Readonly<Record<InventedName['script'], Choices<string>>> = {
  latin: ['ENG', 'FRE', 'SPA', 'POR'],
  arabic: ['ARA', 'FRE'],
  cyrillic: ['RUS', 'UKR'],
  han: ['CHI'],
};
const towns: Choices<string> = [
  'Amarante Bay',
  'Strelsau',
  'Lutzbad',
  'Port Solace',
  'Zenda',
  'Nebelsbad',
  'Hentzau',
  'Nowhere-on-Sea',
  'Belaro',
];
const marks: Choices<string> = [
  'Scar above the left eyebrow',
  'Tattoo of an anchor on the right forearm',
  'Missing the tip of the left little finger',
  'Burn mark on the right hand',
];
const charges: Choices<readonly [charge: string, translation: string | null]> = [
  ['Synthetic charge: forgery of travel documents', null],
  ['Synthetic charge: participation in an organized criminal group', null],
  ['Accusation fictive : escroquerie en bande organisée', 'Synthetic charge: organized fraud'],
  ['Cargo ficticio: tráfico de vehículos robados', 'Synthetic charge: trafficking in stolen vehicles'],
  ['Synthetic charge: trafficking in cultural property', null],
  ['Synthetic charge: unauthorised access to computer systems', null],
];
/** No real notice is numbered in this year. */
const NOTICE_YEAR = 2099;

/** @returns `count` notices of invented persons, numbered from 2099/1; one in eight is about a missing person (yellow). */
export function inventNotices(dice: Dice, count: number): PublicNotice[] {
  return Array.from({ length: count }, (_, index) => {
    const person = inventPerson(dice, `${NOTICE_YEAR}/${index + 1}`);
    return dice.oneIn(8) ? { ...person, ...missing(dice, person) } : { ...person, arrest_warrants: warrants(dice) };
  });
}

function inventPerson(dice: Dice, entityId: string): PublicNotice {
  const female = dice.oneIn(3);
  const { name, forename, script } = inventName(dice, female);
  return {
    entity_id: entityId,
    name,
    forename: dice.oneIn(40) ? null : dice.oneIn(40) ? '-' : forename,
    date_of_birth: birthDate(dice),
    sex_id: dice.oneIn(50) ? 'U' : female ? 'F' : 'M',
    nationalities: dice.oneIn(20) ? null : nationalities(dice),
    height: dice.oneIn(3) ? 0 : (150 + dice.below(50)) / 100,
    weight: dice.oneIn(3) ? 0 : 48 + dice.below(60),
    eyes_colors_id: dice.oneIn(3) ? null : [dice.pick(eyes)],
    hairs_id: dice.oneIn(3) ? null : [dice.pick(hair)],
    languages_spoken_ids: dice.oneIn(4) ? null : [dice.pick(spoken[script])],
    distinguishing_marks: dice.oneIn(4) ? dice.pick(marks) : null,
    place_of_birth: dice.oneIn(4) ? null : dice.pick(towns),
    country_of_birth_id: dice.oneIn(4) ? null : dice.pick(countries),
  };
}

function nationalities(dice: Dice): string[] {
  const first = dice.pick(countries);
  const second = dice.pick(countries);
  return dice.oneIn(10) && second !== first ? [first, second] : [first];
}

/** Full dates, and those of which only the year and month, or the year, are known. */
function birthDate(dice: Dice): string | null {
  const year = 1950 + dice.below(56);
  const month = String(1 + dice.below(12)).padStart(2, '0');
  const day = String(1 + dice.below(28)).padStart(2, '0');
  if (dice.oneIn(60)) return null;
  if (dice.oneIn(12)) return `${year}`;
  return dice.oneIn(20) ? `${year}/${month}` : `${year}/${month}/${day}`;
}

function warrants(dice: Dice): Warrant[] {
  return Array.from({ length: dice.oneIn(6) ? 2 : 1 }, () => {
    const [charge, translation] = dice.pick(charges);
    return {
      issuing_country_id: dice.pick(['UTO', 'RUR', 'ZUB', 'GB', 'FR']),
      charge,
      charge_translation: translation,
    };
  });
}

function missing(dice: Dice, person: PublicNotice): Partial<PublicNotice> {
  return {
    father_name: person.name,
    father_forename: dice.oneIn(2) ? inventName(dice, false).forename : null,
    mother_name: dice.oneIn(2) ? inventName(dice, true).name : null,
    mother_forename: inventName(dice, true).forename,
    place: dice.pick(towns),
    date_of_event: `${2015 + dice.below(11)}/${String(1 + dice.below(12)).padStart(2, '0')}/${String(1 + dice.below(28)).padStart(2, '0')}`,
  };
}
