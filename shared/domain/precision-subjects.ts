/** The part of the precision check that looks at what goes along with a request: persons, documents, vehicles, files. */
import { isTravelDocumentState, toIso2 } from './countries.ts';
import { normaliseDocumentNumber } from './document-matching.ts';
import { foldText } from './fold-text.ts';
import { isFullDate } from './partial-date.ts';
import {
  finding,
  type PrecisionDocument,
  type PrecisionFinding,
  type PrecisionPerson,
  type PrecisionRequest,
  type PrecisionVehicle,
} from './precision-check.ts';
import { readVin } from './vin.ts';

/** Past this many persons in one request the reader wonders what is asked about whom. */
const manyPersons = 10;
/** Shorter words of a name stand in too many file names by chance. */
const shortestTellingWord = 4;
const activeContent = /\.(exe|com|bat|cmd|ps1|js|vbs|scr|msi|jar|lnk|hta|docm|xlsm|pptm|iso|apk)$/i;

/** Everything that is missing from what goes along, or says more than it should. */
export function reviewSubjects(request: PrecisionRequest): PrecisionFinding[] {
  const many = request.persons.length > manyPersons ? [finding('many-persons', 'warning', 'persons')] : [];
  return [
    ...many,
    ...request.persons.flatMap(reviewPerson),
    ...request.documents.flatMap(reviewDocument),
    ...request.vehicles.flatMap(reviewVehicle),
    ...request.attachments.flatMap((file) => reviewAttachment(file.name, request)),
  ];
}

/** The identity set a search needs: name, forename, sex, birth date at least by year, and nationality. */
function reviewPerson(person: PrecisionPerson): PrecisionFinding[] {
  const about = [person.familyName, person.forename].filter((part) => part.trim() !== '').join(', ');
  const warn = (code: PrecisionFinding['code'], rule: string | null = null) =>
    finding(code, 'warning', 'persons', { about, rule });
  const words = foldText(about)
    .split(' ')
    .filter((word) => word.length > 1);
  return [
    ...(words.length < 2 ? [warn('person-one-name')] : []),
    ...(person.birthDate === null ? [warn('person-without-birth-date')] : []),
    ...(person.birthDate !== null && !isFullDate(person.birthDate) ? [warn('person-birth-date-partial')] : []),
    ...(person.sex === 'U' ? [warn('person-without-sex')] : []),
    ...(person.nationalities.length === 0 ? [warn('person-without-nationality')] : []),
    ...(person.identityConfirmed ? [] : [warn('person-identity-unconfirmed')]),
  ];
}

/** The same number is given out by many countries: without its issuer it names no document. */
function reviewDocument({ number, issuingCountry }: PrecisionDocument): PrecisionFinding[] {
  if (!issuingCountry) return [finding('document-without-country', 'blocking', 'documents', { about: number })];
  const known = isTravelDocumentState(issuingCountry) || toIso2(issuingCountry) !== null;
  return known
    ? []
    : [finding('document-country-unknown', 'warning', 'documents', { about: `${number} (${issuingCountry})` })];
}

function reviewVehicle({ vin, plate, plateCountry, engineNumber }: PrecisionVehicle): PrecisionFinding[] {
  if (vin === '' && plate === '' && engineNumber === '')
    return [finding('vehicle-without-identifier', 'warning', 'vehicles')];
  const noCountry = plate !== '' && plateCountry === null;
  const isDoubtful = vin !== '' && readVin(vin).warnings.length > 0;
  return [
    ...(noCountry ? [finding('plate-without-country', 'warning', 'vehicles', { about: plate })] : []),
    ...(isDoubtful ? [finding('vin-doubtful', 'warning', 'vehicles', { about: vin, rule: 'ISO 3779' })] : []),
  ];
}

/** The name of a file stays behind in download folders and mail of whoever opens it. */
function reviewAttachment(name: string, request: PrecisionRequest): PrecisionFinding[] {
  return [
    ...(namesSomebody(name, request)
      ? [finding('attachment-name-personal', 'warning', 'attachments', { about: name })]
      : []),
    ...(activeContent.test(name)
      ? [finding('attachment-active-content', 'warning', 'attachments', { about: name })]
      : []),
  ];
}

function namesSomebody(fileName: string, { persons, documents }: PrecisionRequest): boolean {
  const words = foldText(fileName).split(' ');
  const names = persons.flatMap((person) => foldText(`${person.familyName} ${person.forename}`).split(' '));
  if (names.some((name) => name.length >= shortestTellingWord && words.includes(name))) return true;
  const letters = normaliseDocumentNumber(fileName);
  const numbers = documents.map((document) => normaliseDocumentNumber(document.number));
  return numbers.some((number) => number.length > shortestTellingWord && letters.includes(number));
}
