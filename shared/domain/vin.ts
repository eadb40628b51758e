/** Vehicle identification numbers (ISO 3779): 17 characters without I, O and Q. Warns, never refuses: old chassis numbers are short. */

/** What a person should look at; an empty list is a number with nothing odd about it. */
export type VinWarning = 'not-17-characters' | 'letter-never-used' | 'check-digit-wrong';

export interface VinReading {
  /** Upper case, without spaces and dashes. */
  readonly vin: string;
  /** The first three characters: world manufacturer identifier (ISO 3780); null for a number of another length. */
  readonly manufacturer: string | null;
  readonly warnings: readonly VinWarning[];
}

const length = 17;
const checkPlace = 8;
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Each row of letters has the value of its place, from 1. */
const letterValues: Readonly<Record<string, number>> = Object.fromEntries(
  ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ'].flatMap((letters, at) =>
    [...letters].map((letter) => [letter, at + 1]),
  ),
);

/** The character that should stand in place 9 (49 CFR 565.15): 0-9 or X. Null where a character can have no value. */
export function vinCheckDigit(vin: string): string | null {
  if (vin.length !== length) return null;
  const values = [...vin].map((character) => (/\d/.test(character) ? Number(character) : letterValues[character]));
  if (values.some((value, at) => value === undefined && at !== checkPlace)) return null;
  const sum = values.reduce<number>((total, value, at) => total + (value ?? 0) * (weights[at] ?? 0), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** North America (WMI 1 to 5) and China (L) make the check digit mandatory; elsewhere place 9 may hold anything. */
function hasMandatoryCheckDigit(vin: string): boolean {
  return /^[1-5L]/.test(vin);
}

/** Reads a VIN as it is pasted; it is always storable, whatever the warnings say. */
export function readVin(text: string): VinReading {
  const vin = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  if (vin.length !== length) return { vin, manufacturer: null, warnings: ['not-17-characters'] };
  const warnings: VinWarning[] = [];
  if (/[IOQ]/.test(vin)) warnings.push('letter-never-used');
  const expected = vinCheckDigit(vin);
  if (hasMandatoryCheckDigit(vin) && expected !== null && expected !== vin[checkPlace])
    warnings.push('check-digit-wrong');
  return { vin, manufacturer: vin.slice(0, 3), warnings };
}
