import { z } from 'zod';
import { databaseKind } from '#shared/domain/database-kind.ts';
import type { MrzReading } from '#shared/domain/mrz.ts';
import { partialDate } from '#shared/domain/partial-date.ts';
import { purpose } from '#shared/domain/purpose.ts';
import { sex } from '#shared/domain/sex.ts';
import { documentType } from '#shared/domain/travel-document.ts';
import { type CheckQuestion, checkQuestion } from '#shared/ipc/checks.ts';
import type { DocumentFields, VehicleFields } from '#shared/ipc/objects.ts';
import type { PersonFields } from '#shared/ipc/persons.ts';

/** The form of a check: the fields of all three databases, so that changing the database loses nothing that was typed. */
export const questionFormValues = z.object({
  database: databaseKind,
  purpose: purpose.nullable(),
  /** What stands in the field of the machine readable zone, read or not. */
  zone: z.string(),
  nominal: z.object({
    name: z.string(),
    forename: z.string(),
    birthDate: partialDate.nullable(),
    sex,
    nationality: z.string().nullable(),
  }),
  sltd: z.object({ documentNumber: z.string(), issuingCountry: z.string().nullable(), type: documentType.nullable() }),
  vehicle: z.object({
    vin: z.string(),
    plate: z.string(),
    plateCountry: z.string().nullable(),
    engineNumber: z.string(),
  }),
});
export type QuestionFormValues = z.infer<typeof questionFormValues>;

export const emptyQuestion: QuestionFormValues = {
  database: 'nominal',
  purpose: null,
  zone: '',
  nominal: { name: '', forename: '', birthDate: null, sex: 'U', nationality: null },
  sltd: { documentNumber: '', issuingCountry: null, type: null },
  vehicle: { vin: '', plate: '', plateCountry: null, engineNumber: '' },
};

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** What would be asked, not yet checked. */
function draftOf(values: QuestionFormValues): unknown {
  const { nominal, sltd, vehicle } = values;
  if (values.database === 'nominal')
    return { database: 'nominal', query: { ...nominal, forename: orNull(nominal.forename) } };
  if (values.database === 'sltd') return { database: 'sltd', query: sltd };
  const query = {
    vin: orNull(vehicle.vin),
    plate: orNull(vehicle.plate),
    plateCountry: vehicle.plateCountry,
    engineNumber: orNull(vehicle.engineNumber),
  };
  return { database: 'vehicle', query };
}

/** The question of the chosen database, or null where something is missing. */
export function questionOf(values: QuestionFormValues): CheckQuestion | null {
  const parsed = checkQuestion.safeParse(draftOf(values));
  return parsed.success ? parsed.data : null;
}

/** The fields of the chosen database that keep the question from being asked, as `nominal.name`; `purpose` where it is missing. */
export function problemsOf(values: QuestionFormValues): readonly string[] {
  const parsed = checkQuestion.safeParse(draftOf(values));
  const fields = parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.slice(1).join('.'));
  return [...(values.purpose === null ? ['purpose'] : []), ...fields.map((field) => `${values.database}.${field}`)];
}

/** A question about a person of a case; of several nationalities the first is asked for, the others are no reason to miss a hit. */
export function askAboutPerson(values: QuestionFormValues, person: PersonFields): QuestionFormValues {
  const { familyName, forename, birthDate, sex: personSex, nationalities } = person;
  const nominal = { name: familyName, forename, birthDate, sex: personSex, nationality: nationalities[0] ?? null };
  return { ...values, database: 'nominal', nominal };
}

export function askAboutDocument(values: QuestionFormValues, document: DocumentFields): QuestionFormValues {
  const { number, issuingCountry, type } = document;
  return { ...values, database: 'sltd', sltd: { documentNumber: number, issuingCountry, type } };
}

export function askAboutVehicle(values: QuestionFormValues, vehicle: VehicleFields): QuestionFormValues {
  const { vin, plate, plateCountry, engineNumber } = vehicle;
  return { ...values, database: 'vehicle', vehicle: { vin, plate, plateCountry, engineNumber } };
}

/** A document in the hand answers two questions at once: about the person and about the document; the database chosen stays. */
export function askAboutMrz(values: QuestionFormValues, reading: MrzReading): QuestionFormValues {
  return {
    ...values,
    database: values.database === 'vehicle' ? 'sltd' : values.database,
    nominal: {
      name: reading.surname,
      forename: reading.givenNames,
      birthDate: reading.birthDate,
      sex: reading.sex,
      nationality: reading.nationality || null,
    },
    sltd: {
      documentNumber: reading.documentNumber,
      issuingCountry: reading.issuingState || null,
      type: reading.documentType,
    },
  };
}
