import type { z } from 'zod';
import type { vehicleRecord } from '#shared/domain/reference-records.ts';
import type { Dice } from './dice.ts';

export type VehicleEntry = z.input<typeof vehicleRecord>;

type Choices<T> = readonly [T, ...T[]];
/** Invented makers: world manufacturer identifiers that nobody was given. */
const makes: Choices<{ wmi: string; make: string; models: Choices<string> }> = [
  { wmi: 'UT9', make: 'Amarante', models: ['Corsair', 'Lagoon', 'Brisa'] },
  { wmi: 'RU9', make: 'Strelwerke', models: ['S4', 'S6 Kombi', 'Lastwagen 12'] },
  { wmi: 'ZB9', make: 'Zubra', models: ['Vitesse', 'Alpina 2', 'Pony'] },
];
const colours: Choices<string> = ['black', 'white', 'silver', 'blue', 'red', 'green', 'grey'];
const theftTypes: Choices<NonNullable<VehicleEntry['theftType']>> = [
  'theft',
  'theft',
  'theft',
  'burglary',
  'robbery',
  'carjacking',
  'embezzlement',
  'fraud',
  'plate-stolen',
  'parts-stolen',
  'unknown',
];
const places: Choices<string> = ['Port Solace', 'Strelsau', 'Lutzbad', 'Amarante Bay', 'Zenda'];
const countries: Choices<'UTO' | 'RUR' | 'ZUB'> = ['UTO', 'RUR', 'ZUB'];
/** Letters and digits a VIN may hold (ISO 3779): no I, O, Q. */
const vinCharacters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
const vinYears = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const plateLetters = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** @returns `count` stolen vehicles; one in fifteen is an old one with a short chassis number. */
export function inventVehicles(dice: Dice, count: number): VehicleEntry[] {
  return Array.from({ length: count }, (_, index) => inventVehicle(dice, index));
}

function inventVehicle(dice: Dice, index: number): VehicleEntry {
  const { wmi, make, models } = dice.pick(makes);
  const country = dice.pick(countries);
  const year = 2016 + dice.below(10);
  const day = `${String(1 + dice.below(12)).padStart(2, '0')}-${String(1 + dice.below(28)).padStart(2, '0')}`;
  return {
    recordId: `SMV-${index + 1}`,
    vin: dice.oneIn(15) ? `${wmi.slice(0, 2)}${100_000 + dice.below(900_000)}` : inventVin(dice, wmi),
    plate: dice.oneIn(12) ? null : inventPlate(dice, country),
    plateCountry: country,
    plateYear: dice.oneIn(2) ? year - dice.below(6) : null,
    engineNumber: dice.oneIn(2) ? `${make.slice(0, 2).toUpperCase()}E${1_000_000 + dice.below(9_000_000)}` : null,
    gearboxNumber: dice.oneIn(6) ? `G${100_000 + dice.below(900_000)}` : null,
    make,
    model: dice.pick(models),
    colour: dice.pick(colours),
    theftType: dice.pick(theftTypes),
    theftDate: `${year}-${day}`,
    theftPlace: dice.pick(places),
    reportingCountry: country,
    reviewDate: `${year + 10}-${day}`,
    nationalReference: `${country}-SMV-${year}-${String(index + 1).padStart(4, '0')}`,
    ownerOffice: country,
  };
}

function inventPlate(dice: Dice, country: 'UTO' | 'RUR' | 'ZUB'): string {
  const letters = (length: number) =>
    Array.from({ length }, () => plateLetters.charAt(dice.below(plateLetters.length))).join('');
  if (country === 'UTO') return `${letters(2)}-${100 + dice.below(900)}-${letters(2)}`;
  if (country === 'RUR') return `${letters(1)} ${1000 + dice.below(9000)} ${letters(1)}`;
  return `${10 + dice.below(90)} ${letters(3)} ${10 + dice.below(90)}`;
}

/** A VIN of 17 characters with its check digit in the ninth place (ISO 3779; 49 CFR 565.15). */
function inventVin(dice: Dice, wmi: string): string {
  const descriptor = Array.from({ length: 5 }, () => vinCharacters.charAt(dice.below(vinCharacters.length))).join('');
  const rest =
    vinYears.charAt(dice.below(vinYears.length)) + dice.pick(['A', 'B', 'C']) + (100_000 + dice.below(900_000));
  return wmi + descriptor + checkDigit(`${wmi}${descriptor}0${rest}`) + rest;
}

const values: Readonly<Record<string, number>> = Object.fromEntries(
  ['0', '1AJ', '2BKS', '3CLT', '4DMU', '5ENV', '6FW', '7GPX', '8HY', '9RZ'].flatMap((characters, value) =>
    [...characters].map((character) => [character, value]),
  ),
);
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

function checkDigit(vin: string): string {
  const sum = [...vin].reduce((total, character, place) => total + (values[character] ?? 0) * (weights[place] ?? 0), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}
