/** Records of the reference databases: persons (nominal), stolen and lost travel documents (SLTD), vehicles (SMV). */
import { z } from 'zod';
import { recordedCountryCode, travelCountryCode } from './country-code.ts';
import { describedCode } from './description-code.ts';
import { partialDate } from './partial-date.ts';
import { sex } from './sex.ts';
import { documentType, sltdFraudType } from './travel-document.ts';
import { vehicleTheftType } from './vehicle-theft-type.ts';

const line = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(4000);
const optionalLine = line.nullable().default(null);
const optionalDate = partialDate.nullable().default(null);
const optionalCountry = recordedCountryCode.nullable().default(null);

/** Identifies a record inside its database; opaque to the workstation. No database keeps a character of value zero in a text. */
export const recordId = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((id) => !id.includes('\0'), 'A character of value zero')
  .brand<'RecordId'>();
export type RecordId = z.infer<typeof recordId>;

export const nominalWarrant = z.object({
  issuingCountry: optionalCountry,
  charge: text.nullable().default(null),
  chargeTranslation: text.nullable().default(null),
});
export type NominalWarrant = z.infer<typeof nominalWarrant>;

export const nominalDocument = z.object({
  type: documentType,
  number: z.string().trim().min(1).max(40),
  issuingCountry: optionalCountry,
});
export type NominalDocument = z.infer<typeof nominalDocument>;

/** A person. Only the family name is always known; everything else may be missing. */
export const nominalRecord = z.object({
  recordId,
  /** Number of the notice or file, e.g. `2099/1`. */
  entityId: optionalLine,
  ownerOffice: optionalLine,
  name: line,
  forename: optionalLine,
  birthName: optionalLine,
  aliases: z.array(line).default([]),
  sex: sex.default('U'),
  birthDate: optionalDate,
  birthPlace: optionalLine,
  birthCountry: optionalCountry,
  nationalities: z.array(recordedCountryCode).default([]),
  eyes: z.array(describedCode).default([]),
  hair: z.array(describedCode).default([]),
  /** Metres. */
  height: z.number().positive().max(3).nullable().default(null),
  /** Kilograms. */
  weight: z.number().positive().max(700).nullable().default(null),
  marks: text.nullable().default(null),
  languages: z.array(describedCode).default([]),
  cautions: z.array(line).default([]),
  warrants: z.array(nominalWarrant).default([]),
  documents: z.array(nominalDocument).default([]),
  /** Extras of a missing-person notice. */
  fatherName: optionalLine,
  motherName: optionalLine,
  missingSince: optionalDate,
  missingFrom: optionalLine,
});
export type NominalRecord = z.infer<typeof nominalRecord>;

/** A travel document reported stolen, lost or void. It never says who held it. */
export const sltdRecord = z.object({
  recordId,
  documentNumber: z.string().trim().min(1).max(40),
  issuingCountry: travelCountryCode,
  type: documentType,
  fraudType: sltdFraudType,
  reportingCountry: optionalCountry,
  issueDate: optionalDate,
  expiryDate: optionalDate,
  /** When the owner looks at the entry again: ten years. */
  reviewDate: optionalDate,
  theftDate: optionalDate,
  nationalReference: optionalLine,
  ownerOffice: optionalLine,
});
export type SltdRecord = z.infer<typeof sltdRecord>;

/** A stolen vehicle, plate or part (SMV). Old chassis numbers are short, so a VIN is any text here. */
export const vehicleRecord = z.object({
  recordId,
  vin: z.string().trim().min(1).max(30).nullable().default(null),
  plate: z.string().trim().min(1).max(20).nullable().default(null),
  plateCountry: optionalCountry,
  plateYear: z.number().int().min(1900).max(2200).nullable().default(null),
  engineNumber: z.string().trim().min(1).max(40).nullable().default(null),
  gearboxNumber: z.string().trim().min(1).max(40).nullable().default(null),
  make: optionalLine,
  model: optionalLine,
  colour: optionalLine,
  theftType: vehicleTheftType.default('unknown'),
  theftDate: optionalDate,
  theftPlace: optionalLine,
  reportingCountry: optionalCountry,
  reviewDate: optionalDate,
  nationalReference: optionalLine,
  ownerOffice: optionalLine,
});
export type VehicleRecord = z.infer<typeof vehicleRecord>;
