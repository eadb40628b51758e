import { searchTerms } from '#shared/domain/search-text.ts';
import type { DocumentFields, VehicleFields } from '#shared/ipc/objects.ts';
import type { PersonFields } from '#shared/ipc/persons.ts';
import type { CaseId, DocumentId, MessageId, PersonId, VehicleId } from '#shared/lib/ids.ts';
import type { WriteDb } from './store/database.ts';
import type { CaseRecord } from './store/tables/cases.ts';
import type { NoteRecord } from './store/tables/notes.ts';
import { writeSearchDocument } from './store/tables/search.ts';
import { documentTitle, makeAndModel, personTitle, vehicleTitle } from './titles.ts';

/** How much of a long text stands in a list of what was found. */
const EXCERPT = 160;

export const excerpt = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= EXCERPT ? line : `${line.slice(0, EXCERPT - 1)}…`;
};

export function indexCase(tx: WriteDb, record: CaseRecord): void {
  writeSearchDocument(tx, {
    kind: 'case',
    id: record.id,
    caseId: record.id,
    title: record.title,
    detail: record.reference,
    terms: searchTerms([record.reference, record.title, record.description]),
  });
}

export function indexPerson(tx: WriteDb, id: PersonId, person: PersonFields): void {
  const { familyName, forename, birthName, aliases, birthDate, birthPlace, nationalities, marks } = person;
  writeSearchDocument(tx, {
    kind: 'person',
    id,
    caseId: null,
    title: personTitle(person),
    detail: [birthDate ?? '', nationalities.join(' ')].filter((part) => part !== '').join(' · '),
    terms: searchTerms([familyName, forename, birthName, ...aliases, birthDate ?? '', birthPlace, marks]),
  });
}

export function indexDocument(tx: WriteDb, id: DocumentId, document: DocumentFields, holderName: string | null): void {
  writeSearchDocument(tx, {
    kind: 'document',
    id,
    caseId: null,
    title: documentTitle(document),
    detail: holderName ?? '',
    terms: searchTerms([document.number, document.issuingCountry, document.remarks, holderName ?? '']),
  });
}

export function indexVehicle(tx: WriteDb, id: VehicleId, vehicle: VehicleFields): void {
  const { plate, vin, engineNumber, make, model, colour, remarks } = vehicle;
  writeSearchDocument(tx, {
    kind: 'vehicle',
    id,
    caseId: null,
    title: vehicleTitle(vehicle),
    detail: makeAndModel(vehicle),
    terms: searchTerms([plate, vin, engineNumber, make, model, colour, remarks]),
  });
}

export function indexNote(tx: WriteDb, caseId: CaseId, record: NoteRecord): void {
  writeSearchDocument(tx, {
    kind: 'note',
    id: record.id,
    caseId,
    title: excerpt(record.body),
    detail: record.author,
    terms: searchTerms([record.body]),
  });
}

export function indexMessage(
  tx: WriteDb,
  message: {
    readonly id: MessageId;
    readonly caseId: CaseId | null;
    readonly subject: string;
    readonly body: string;
    readonly from: string;
    readonly to: readonly string[];
    readonly senderReference: string | null;
  },
): void {
  writeSearchDocument(tx, {
    kind: 'message',
    id: message.id,
    caseId: message.caseId,
    title: message.subject,
    detail: `${message.from} → ${message.to.join(', ')}`,
    terms: searchTerms([message.subject, message.body, message.from, ...message.to, message.senderReference ?? '']),
  });
}
