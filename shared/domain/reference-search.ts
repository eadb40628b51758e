/** The first of the two steps of a database check: a query gives candidates with score and reasons; the record is a second call. */
import { z } from 'zod';
import { recordedCountryCode, travelCountryCode } from './country-code.ts';
import { partialDate } from './partial-date.ts';
import { recordId } from './reference-records.ts';
import { sex } from './sex.ts';
import { documentType, sltdFraudType } from './travel-document.ts';
import { vehicleTheftType } from './vehicle-theft-type.ts';

const line = z.string().trim().min(1).max(200);

/** A search for a person. `name` may hold the whole name in any order. */
export const nominalQuery = z.object({
  name: line,
  forename: line.nullable().default(null),
  birthDate: partialDate.nullable().default(null),
  sex: sex.default('U'),
  nationality: recordedCountryCode.nullable().default(null),
});
export type NominalQuery = z.infer<typeof nominalQuery>;

/** A search for a travel document; number, country and type together make it precise. */
export const sltdQuery = z.object({
  documentNumber: z.string().trim().min(1).max(40),
  issuingCountry: travelCountryCode.nullable().default(null),
  type: documentType.nullable().default(null),
});
export type SltdQuery = z.infer<typeof sltdQuery>;

/** A search for a vehicle by VIN or plate or engine number: at least one of the three. */
export const vehicleQuery = z
  .object({
    vin: z.string().trim().min(1).max(30).nullable().default(null),
    plate: z.string().trim().min(1).max(20).nullable().default(null),
    plateCountry: recordedCountryCode.nullable().default(null),
    engineNumber: z.string().trim().min(1).max(40).nullable().default(null),
  })
  .refine((query) => query.vin !== null || query.plate !== null || query.engineNumber !== null, {
    message: 'a VIN, a plate or an engine number is needed',
    path: ['vin'],
  });
export type VehicleQuery = z.infer<typeof vehicleQuery>;

/** Why a candidate is shown: each is a message id in the interface. */
export const reasonCodes = [
  'name-exact',
  'name-reordered',
  'name-partial',
  'name-phonetic',
  'name-similar',
  'name-initials',
  'matched-alias',
  'matched-birth-name',
  'birth-date-equal',
  'birth-date-compatible',
  'birth-date-swapped',
  'birth-date-close',
  'birth-date-different',
  'sex-equal',
  'sex-different',
  'nationality-equal',
  'nationality-different',
  'document-number-exact',
  'document-number-lookalike',
  'issuing-country-equal',
  'issuing-country-different',
  'document-type-equal',
  'document-type-different',
  'vin-exact',
  'vin-lookalike',
  'plate-exact',
  'plate-lookalike',
  'plate-country-equal',
  'plate-country-different',
  'engine-number-exact',
  'engine-number-lookalike',
] as const;
export const reasonCode = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof reasonCode>;

/** What a list of candidates shows before the record itself is asked for. */
export const candidateSummary = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('nominal'),
    name: line,
    forename: line.nullable(),
    birthDate: partialDate.nullable(),
    sex,
    nationalities: z.array(recordedCountryCode),
  }),
  z.object({
    kind: z.literal('sltd'),
    documentNumber: line,
    issuingCountry: travelCountryCode,
    type: documentType,
    fraudType: sltdFraudType,
  }),
  z.object({
    kind: z.literal('vehicle'),
    vin: line.nullable(),
    plate: line.nullable(),
    plateCountry: recordedCountryCode.nullable(),
    engineNumber: line.nullable(),
    make: line.nullable(),
    model: line.nullable(),
    theftType: vehicleTheftType,
  }),
]);
export type CandidateSummary = z.infer<typeof candidateSummary>;

export const candidate = z.object({
  recordId,
  /** 0 to 1; an exact match ranks above every similar one. */
  score: z.number().min(0).max(1),
  reasons: z.array(reasonCode),
  summary: candidateSummary,
});
export type Candidate = z.infer<typeof candidate>;
