import type { SentSubject } from '#shared/ipc/messages.ts';
import { type MessageSubject, messageSubject } from '#shared/protocol/message-body.ts';
import type { DocumentRecord } from '../store/tables/documents.ts';
import type { PersonRecord } from '../store/tables/persons.ts';
import type { VehicleRecord } from '../store/tables/vehicles.ts';
import { documentTitle, personTitle, vehicleTitle } from '../titles.ts';

/** A record as it stands now, in the fields another bureau can check or file; what is not known is left out. */
export const personSubject = (person: PersonRecord): MessageSubject =>
  subjectOf({
    type: 'person',
    familyName: person.familyName,
    forename: person.forename,
    birthName: person.birthName,
    aliases: person.aliases,
    sex: person.sex,
    birthDate: person.birthDate,
    birthPlace: person.birthPlace,
    nationalities: person.nationalities,
    height: person.height,
    eyes: person.eyes,
    hair: person.hair,
    marks: person.marks,
    cautions: person.cautions,
    identityConfirmed: person.identityConfirmed,
  });

export const documentSubject = (document: DocumentRecord): MessageSubject =>
  subjectOf({
    type: 'document',
    documentType: document.type,
    number: document.number,
    issuingCountry: document.issuingCountry,
    holder: document.holderName,
    issueDate: document.issueDate,
    expiryDate: document.expiryDate,
    remarks: document.remarks,
  });

export const vehicleSubject = (vehicle: VehicleRecord): MessageSubject =>
  subjectOf({
    type: 'vehicle',
    vin: vehicle.vin,
    plate: vehicle.plate,
    plateCountry: vehicle.plateCountry,
    engineNumber: vehicle.engineNumber,
    make: vehicle.make,
    model: vehicle.model,
    colour: vehicle.colour,
    year: vehicle.year,
    remarks: vehicle.remarks,
  });

const isSaid = (value: unknown): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

const subjectOf = (fields: Record<string, unknown>): MessageSubject =>
  messageSubject.parse(Object.fromEntries(Object.entries(fields).filter(([, value]) => isSaid(value))));

/** The same for people to read: the names of the fields are codes the interface puts into words. */
export function sentSubject(subject: MessageSubject): SentSubject {
  const { type, ...fields } = subject;
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && isSaid(value));
  return {
    kind: type,
    title: subjectTitle(subject),
    fields: said.map(([name, value]) => ({ name, value: Array.isArray(value) ? value.join(', ') : String(value) })),
  };
}

function subjectTitle(subject: MessageSubject): string {
  switch (subject.type) {
    case 'person':
      return personTitle({ familyName: subject.familyName ?? '', forename: subject.forename ?? '' });
    case 'document':
      return documentTitle({ number: subject.number ?? '', issuingCountry: subject.issuingCountry ?? '' });
    case 'vehicle':
      return vehicleTitle({ plate: '', vin: '', engineNumber: '', make: '', model: '', ...subject });
  }
}
