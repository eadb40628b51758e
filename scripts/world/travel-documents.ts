import type { z } from 'zod';
import type { sltdRecord } from '#shared/domain/reference-records.ts';
import type { Dice } from './dice.ts';

export type SltdEntry = z.input<typeof sltdRecord>;

type Choices<T> = readonly [T, ...T[]];
const countries: Choices<'UTO' | 'RUR' | 'ZUB'> = ['UTO', 'RUR', 'ZUB'];
const kinds: Choices<SltdEntry['type']> = [
  'passport',
  'passport',
  'passport',
  'identity-card',
  'diplomatic-passport',
  'visa',
  'residence-permit',
];
const reasons: Choices<SltdEntry['fraudType']> = ['stolen', 'stolen', 'lost', 'lost', 'lost', 'revoked', 'invalid'];
const letters = 'ABCDEFGHJKLMNPRSTVWXYZ';
const BLANK_BATCH = 250;

/**
 * The specimen documents of ICAO 9303 (parts 4, 5 and 6), reported stolen here: so that the machine readable zones
 * everybody knows can be tried.
 */
const specimens: readonly SltdEntry[] = [
  {
    recordId: 'SLTD-1',
    documentNumber: 'L898902C3',
    issuingCountry: 'UTO',
    type: 'passport',
    fraudType: 'stolen',
    reportingCountry: 'UTO',
    theftDate: '2024-03-09',
    reviewDate: '2034-03-09',
    nationalReference: 'UTO-2024-00001',
    ownerOffice: 'UTO',
  },
  {
    recordId: 'SLTD-2',
    documentNumber: 'D23145890',
    issuingCountry: 'UTO',
    type: 'identity-card',
    fraudType: 'lost',
    reportingCountry: 'UTO',
    theftDate: '2025-07-21',
    reviewDate: '2035-07-21',
    nationalReference: 'UTO-2025-00002',
    ownerOffice: 'UTO',
  },
];

/** @returns `count` stolen and lost documents; among them one batch of consecutive stolen blanks. */
export function inventSltd(dice: Dice, count: number): SltdEntry[] {
  const blankStart = 40_000_000 + dice.below(1_000_000);
  return Array.from({ length: count }, (_, index) => {
    const known = specimens[index];
    if (known) return known;
    const blank = index < specimens.length + BLANK_BATCH;
    return blank ? stolenBlank(index, blankStart + index) : reportedDocument(dice, index);
  });
}

function stolenBlank(index: number, number: number): SltdEntry {
  return {
    recordId: `SLTD-${index + 1}`,
    documentNumber: `R${number}`,
    issuingCountry: 'RUR',
    type: 'passport',
    fraudType: 'stolen-blank',
    reportingCountry: 'RUR',
    theftDate: '2023-11-04',
    reviewDate: '2033-11-04',
    nationalReference: 'RUR-2023-BLANKS',
    ownerOffice: 'RUR',
  };
}

function reportedDocument(dice: Dice, index: number): SltdEntry {
  const country = dice.pick(countries);
  const year = 2016 + dice.below(10);
  const day = `${String(1 + dice.below(12)).padStart(2, '0')}-${String(1 + dice.below(28)).padStart(2, '0')}`;
  const issued = year - 1 - dice.below(8);
  return {
    recordId: `SLTD-${index + 1}`,
    documentNumber: documentNumber(dice, country),
    issuingCountry: country,
    type: dice.pick(kinds),
    fraudType: dice.pick(reasons),
    reportingCountry: country,
    issueDate: dice.oneIn(3) ? null : `${issued}-${day}`,
    expiryDate: dice.oneIn(3) ? null : `${issued + 10}-${day}`,
    theftDate: dice.oneIn(10) ? `${year}` : `${year}-${day}`,
    reviewDate: `${year + 10}-${day}`,
    nationalReference: `${country}-${year}-${String(index).padStart(5, '0')}`,
    ownerOffice: country,
  };
}

/** Each invented country has its own pattern, within the nine characters of the machine readable zone. */
function documentNumber(dice: Dice, country: 'UTO' | 'RUR' | 'ZUB'): string {
  const letter = () => letters.charAt(dice.below(letters.length));
  const digits = (length: number) => String(dice.below(10 ** length)).padStart(length, '0');
  if (country === 'UTO') return `${letter()}${digits(6)}${letter()}${digits(1)}`;
  if (country === 'RUR') return `${letter()}${letter()}${digits(7)}`;
  return digits(9);
}
