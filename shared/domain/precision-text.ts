/** The part of the precision check that reads the words of a request. Kept modest: what it says must be true in four languages. */
import { findAmbiguousCountries } from './ambiguous-countries.ts';
import { foldText } from './fold-text.ts';
import { parsePastedDate } from './pasted-date.ts';
import {
  finding,
  type PrecisionCode,
  type PrecisionField,
  type PrecisionFinding,
  type PrecisionRequest,
} from './precision-check.ts';

/** Letters a body has when it says something; fewer is "please help". */
const shortestBody = 20;
const shortestUrgentBody = 60;

const sayNothing = (
  'urgent request information info help case file please question message inquiry ' +
  'urgence demande renseignement renseignements aide dossier affaire ' +
  'urgente solicitud informacion ayuda caso expediente consulta ' +
  foldText('طلب معلومات عاجل مساعدة قضية استفسار')
).split(' ');

const vagueTimes = [
  ['asap', 'as soon as possible', 'at your earliest convenience', 'without delay'],
  ['dès que possible', 'au plus vite', 'dans les meilleurs délais'],
  ['lo antes posible', 'cuanto antes', 'a la mayor brevedad'],
  ['في أقرب وقت', 'بأسرع وقت', 'في أسرع وقت'],
].flat();

const personWords = [
  ['the suspect', 'this person', 'this individual', 'the individual', 'the subject', 'the above-mentioned'],
  ['le suspect', 'la suspecte', 'cette personne', 'l’intéressé', 'l’intéressée', 'le susnommé', 'la susnommée'],
  ['el sospechoso', 'la sospechosa', 'esta persona', 'el individuo', 'el arriba mencionado'],
  ['المشتبه به', 'المشتبه بها', 'هذا الشخص', 'الشخص المذكور', 'المذكور أعلاه'],
].flat();

const documentWords = [
  'the passport',
  'his passport',
  'her passport',
  'le passeport',
  'son passeport',
  'el pasaporte',
  'su pasaporte',
  'جواز السفر',
];
const vehicleWords = [
  'the vehicle',
  'the car',
  'le véhicule',
  'la voiture',
  'el vehículo',
  'el coche',
  'المركبة',
  'السيارة',
];

/** Everything the words of subject and body leave open. */
export function reviewText(request: PrecisionRequest): PrecisionFinding[] {
  return [...reviewSubject(request), ...reviewBody(request), ...reviewMentions(request), ...reviewWording(request)];
}

function reviewSubject({ subject }: PrecisionRequest): PrecisionFinding[] {
  const words = foldText(subject)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return [finding('no-subject', 'blocking', 'subject')];
  const isVague = words.every((word) => sayNothing.includes(word));
  return isVague ? [finding('subject-vague', 'warning', 'subject', { about: subject.trim() })] : [];
}

function reviewBody({ body, priority, isReply }: PrecisionRequest): PrecisionFinding[] {
  const size = foldText(body).length;
  if (size === 0) return [finding('no-body', 'blocking', 'body')];
  if (isReply) return [];
  if (size < shortestBody) return [finding('body-vague', 'warning', 'body')];
  const needsReason = priority === 'urgent' && size < shortestUrgentBody;
  return needsReason ? [finding('urgent-without-reason', 'warning', 'body')] : [];
}

/** Somebody or something is spoken of that does not go along, so that the reader cannot check it. */
function reviewMentions(request: PrecisionRequest): PrecisionFinding[] {
  if (request.isReply) return [];
  const text = ` ${foldText(request.body)} `;
  const mention = (attached: number, phrases: readonly string[], code: PrecisionCode, field: PrecisionField) => {
    const found = attached === 0 ? phrases.find((phrase) => text.includes(` ${foldText(phrase)} `)) : undefined;
    return found ? [finding(code, 'warning', field, { about: found })] : [];
  };
  return [
    ...mention(request.persons.length, personWords, 'person-mentioned-not-attached', 'persons'),
    ...mention(request.documents.length, documentWords, 'document-mentioned-not-attached', 'documents'),
    ...mention(request.vehicles.length, vehicleWords, 'vehicle-mentioned-not-attached', 'vehicles'),
  ];
}

function reviewWording(request: PrecisionRequest): PrecisionFinding[] {
  const inSubject = [...reviewDates(request.subject, 'subject'), ...reviewCountries(request.subject, 'subject')];
  const inBody = [
    ...reviewDates(request.body, 'body'),
    ...reviewTimes(request.body),
    ...reviewCountries(request.body, 'body'),
  ];
  const vague = request.answerBy === null ? reviewVagueTimes(request.body) : [];
  return [...inSubject, ...inBody, ...vague];
}

function reviewVagueTimes(body: string): PrecisionFinding[] {
  const text = ` ${foldText(body)} `;
  const found = vagueTimes.find((phrase) => text.includes(` ${foldText(phrase)} `));
  return found ? [finding('vague-time', 'warning', 'answerBy', { about: found })] : [];
}

const writtenDate = /(?<![\p{N}./-])\p{Nd}{1,2}([./-])\p{Nd}{1,2}\1(?:\p{Nd}{4}|\p{Nd}{2})(?![\p{N}]|[./-]\p{N})/gu;

function reviewDates(text: string, field: PrecisionField): PrecisionFinding[] {
  const found = [...new Set(text.match(writtenDate) ?? [])];
  return found.flatMap((about) => {
    const date = parsePastedDate(about);
    if (!date.ok)
      return date.error === 'two-digit-year' ? [finding('two-digit-year', 'warning', field, { about })] : [];
    const isOfOurTime = /^(19|20)/.test(date.value.readings[0]);
    if (!date.value.ambiguous || !isOfOurTime) return [];
    return [finding('ambiguous-date', 'warning', field, { about, choices: [...date.value.readings] })];
  });
}

const writtenTime = /(?<![\d:.+-])(?:[01]?\d|2[0-3])[:h][0-5]\d(?![\d:])/gi;
const zoneAfter = /^\s*(?:h(?:rs|ours|eures)?\b)?\s*\(?(?:UTC|GMT|Z\b|[A-Z]{2,4}T\b|[+-]\s?\d)/i;

/** Bureaus lie in every zone: a time of day without one is wrong somewhere. The first such time is enough to say it. */
function reviewTimes(body: string): PrecisionFinding[] {
  for (const found of body.matchAll(writtenTime)) {
    const rest = body.slice(found.index + found[0].length);
    if (!zoneAfter.test(rest)) return [finding('time-without-zone', 'warning', 'body', { about: found[0] })];
  }
  return [];
}

function reviewCountries(text: string, field: PrecisionField): PrecisionFinding[] {
  return findAmbiguousCountries(text).map(({ name, choices }) =>
    finding('ambiguous-country', 'warning', field, { about: name, choices: [...choices] }),
  );
}
