import { z } from 'zod';
import type { MrzReading } from '#shared/domain/mrz.ts';
import { partialDate } from '#shared/domain/partial-date.ts';
import { personRole } from '#shared/domain/person-role.ts';
import { sex } from '#shared/domain/sex.ts';
import { documentFields } from '#shared/ipc/objects.ts';
import { type PersonDetail, type PersonFields, personFields } from '#shared/ipc/persons.ts';
import { type DocumentFormValues, documentFormValues, emptyDocument } from '../objects/document-form-values.ts';

/** The person form while it is being filled in; unknown is a value: null, 'U' or empty. */
export const personFormValues = z.object({
  familyName: z.string(),
  forename: z.string(),
  birthName: z.string(),
  aliases: z.array(z.string()),
  sex,
  birthDate: partialDate.nullable(),
  birthPlace: z.string(),
  nationalities: z.array(z.string()),
  /** Centimetres. */
  height: z.number().nullable(),
  eyes: z.string().nullable(),
  hair: z.string().nullable(),
  marks: z.string(),
  cautions: z.string(),
  identityConfirmed: z.boolean(),
});
export type PersonFormValues = z.infer<typeof personFormValues>;

/** A new person, with what they are in the case and the travel document that comes with them. */
export const newPersonValues = personFormValues.extend({
  role: personRole.nullable(),
  /** What stands in the field of the machine readable zone, read or not. */
  zone: z.string(),
  /** The zone the fields were read from, line by line, or null where they were typed. */
  mrz: z.string().nullable(),
  document: documentFormValues.nullable(),
});
export type NewPersonValues = z.infer<typeof newPersonValues>;

/** What has to hold before a new person can be saved; the document only where there is one. */
export const newPersonRules = personFields.extend({ role: personRole, document: documentFields.nullable() });

export const emptyPerson: NewPersonValues = {
  familyName: '',
  forename: '',
  birthName: '',
  aliases: [],
  sex: 'U',
  birthDate: null,
  birthPlace: '',
  nationalities: [],
  height: null,
  eyes: null,
  hair: null,
  marks: '',
  cautions: '',
  identityConfirmed: false,
  role: null,
  zone: '',
  mrz: null,
  document: null,
};

/** The identity alone, without role and document. */
export const personFormValuesOf = (person: PersonDetail): PersonFormValues => personFormValues.parse(person);

/** The fields as the core takes them; throws where the form has not been validated. */
export const toPersonFields = (values: PersonFormValues): PersonFields => personFields.parse(values);

/**
 * What a machine readable zone says, written over what stands in the form; what the zone does not say stays as it was.
 * The zone writes names in capitals without accents (ICAO 9303-3 §4.6): they are taken as printed.
 */
export function fillFromMrz(values: NewPersonValues, reading: MrzReading): NewPersonValues {
  return {
    ...values,
    familyName: reading.surname || values.familyName,
    forename: reading.givenNames || values.forename,
    sex: reading.sex === 'U' ? values.sex : reading.sex,
    birthDate: reading.birthDate ?? values.birthDate,
    nationalities: withCode(values.nationalities, reading.nationality),
    mrz: reading.lines.join('\n'),
    document: reading.documentNumber === '' ? values.document : documentOf(values.document, reading),
  };
}

function withCode(codes: string[], code: string): string[] {
  return code === '' || codes.includes(code) ? codes : [...codes, code];
}

function documentOf(before: DocumentFormValues | null, reading: MrzReading): DocumentFormValues {
  return {
    ...(before ?? emptyDocument),
    number: reading.documentNumber,
    type: reading.documentType,
    issuingCountry: reading.issuingState || null,
    expiryDate: reading.expiryDate,
  };
}
