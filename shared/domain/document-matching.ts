/** Scores travel documents and vehicles of a reference database against a search, and gives their look-up keys. */
import { isSameCountry } from './countries.ts';
import { editDistance } from './edit-distance.ts';
import type { SltdRecord, VehicleRecord } from './reference-records.ts';
import type { ReasonCode, SltdQuery, VehicleQuery } from './reference-search.ts';

export interface ObjectScore {
  /** 0 to 1; 0 where nothing asked for is alike. */
  readonly score: number;
  readonly reasons: readonly ReasonCode[];
}

/** Upper-case letters and digits only: how numbers are compared and stored, whatever was typed between them. */
export function normaliseDocumentNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};

/** The same for all numbers that eyes and scanners take for one another (O/0, I/1, B/8, S/5, Z/2, G/6): a key to look up by. */
export function documentNumberKey(number: string): string {
  return [...normaliseDocumentNumber(number)].map((character) => lookAlikes[character] ?? character).join('');
}

const lookalikeScore = 0.9;

type Likeness = 'exact' | 'lookalike' | null;

function compareNumbers(asked: string | null, recorded: string | null): Likeness {
  if (asked === null || recorded === null) return null;
  if (normaliseDocumentNumber(asked) === normaliseDocumentNumber(recorded)) return 'exact';
  return documentNumberKey(asked) === documentNumberKey(recorded) ? 'lookalike' : null;
}

/** How well a document answers a search; a number that is not the same to the eye is not a match at all. */
export function scoreSltd(query: SltdQuery, record: SltdRecord): ObjectScore {
  const number = compareNumbers(query.documentNumber, record.documentNumber);
  if (number === null) return { score: 0, reasons: [] };
  let score = number === 'exact' ? 1 : lookalikeScore;
  const reasons: ReasonCode[] = [`document-number-${number}`];
  if (query.issuingCountry !== null) {
    const same = isSameCountry(query.issuingCountry, record.issuingCountry);
    score *= same ? 1 : 0.6;
    reasons.push(same ? 'issuing-country-equal' : 'issuing-country-different');
  }
  if (query.type !== null) {
    const same = query.type === record.type;
    score *= same ? 1 : 0.9;
    reasons.push(same ? 'document-type-equal' : 'document-type-different');
  }
  return { score, reasons };
}

/** A VIN of one wrong character is still offered, far below an exact one. */
function compareVins(
  asked: string | null,
  recorded: string | null,
): { readonly score: number; readonly reasons: ReasonCode[] } {
  const likeness = compareNumbers(asked, recorded);
  if (likeness) return { score: likeness === 'exact' ? 1 : lookalikeScore, reasons: [`vin-${likeness}`] };
  if (asked === null || recorded === null) return { score: 0, reasons: [] };
  const [left, right] = [documentNumberKey(asked).toLowerCase(), documentNumberKey(recorded).toLowerCase()];
  const near = left.length > 10 && editDistance(left, right) <= 1;
  return near ? { score: 0.75, reasons: ['vin-lookalike'] } : { score: 0, reasons: [] };
}

function comparePlates(
  query: VehicleQuery,
  record: VehicleRecord,
): { readonly score: number; readonly reasons: ReasonCode[] } {
  const likeness = compareNumbers(query.plate, record.plate);
  if (likeness === null) return { score: 0, reasons: [] };
  const base = likeness === 'exact' ? 0.95 : 0.85;
  const reason: ReasonCode = `plate-${likeness}`;
  if (query.plateCountry === null || record.plateCountry === null) return { score: base * 0.9, reasons: [reason] };
  // Every country gives the same plates: in another one it is another car.
  const same = isSameCountry(query.plateCountry, record.plateCountry);
  return same
    ? { score: base, reasons: [reason, 'plate-country-equal'] }
    : { score: base * 0.4, reasons: [reason, 'plate-country-different'] };
}

function compareEngines(
  asked: string | null,
  recorded: string | null,
): { readonly score: number; readonly reasons: ReasonCode[] } {
  const likeness = compareNumbers(asked, recorded);
  if (likeness === null) return { score: 0, reasons: [] };
  return { score: likeness === 'exact' ? 0.9 : 0.8, reasons: [`engine-number-${likeness}`] };
}

/** How well a vehicle answers a search by VIN or plate or engine number: the strongest of the three, with all that agree. */
export function scoreVehicle(query: VehicleQuery, record: VehicleRecord): ObjectScore {
  const parts = [
    compareVins(query.vin, record.vin),
    comparePlates(query, record),
    compareEngines(query.engineNumber, record.engineNumber),
  ];
  return { score: Math.max(...parts.map((part) => part.score)), reasons: parts.flatMap((part) => part.reasons) };
}

/** Look-up keys of a vehicle, one per number it has, each with its kind. */
export function vehicleKeys(vehicle: Pick<VehicleRecord, 'vin' | 'plate' | 'engineNumber'>): string[] {
  const { vin, plate, engineNumber } = vehicle;
  return [
    ...(vin ? vinKeys(documentNumberKey(vin)) : []),
    ...(plate ? [`p:${documentNumberKey(plate)}`] : []),
    ...(engineNumber ? [`e:${documentNumberKey(engineNumber)}`] : []),
  ];
}

/** Whole, and each half of a long one: a single wrong character leaves one half right. */
function vinKeys(key: string): string[] {
  if (key.length <= 10) return [`v:${key}`];
  const middle = Math.ceil(key.length / 2);
  return [`v:${key}`, `f:${key.slice(0, middle)}`, `l:${key.slice(middle)}`];
}
