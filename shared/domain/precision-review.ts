/** The precision check: what is missing or ambiguous in a request, told before it leaves. */
import { type HandlingCode, isStricterHandling } from './handling-code.ts';
import { compareMarkings } from './marking.ts';
import { hitConfirmationTime } from './message-priority.ts';
import { finding, type PrecisionFinding, type PrecisionRequest } from './precision-check.ts';
import { reviewSubjects } from './precision-subjects.ts';
import { reviewText } from './precision-text.ts';

const dataRule = 'RPD Art. 10';
const confidentialityRule = 'RPD Arts. 112–114';
/** Past this many recipients one should ask who of them needs it. */
const manyRecipients = 20;
/** Conditions on use are hard to keep by more bureaus than this. */
const wideCirculation = 5;
/** A year: an answer by then is most likely a slip in the date. */
const farAnswer = 366 * 24 * 3_600_000;

/**
 * Everything found, blocking first, else in the order of the form.
 * @param now milliseconds since 1970
 */
export function reviewPrecision(request: PrecisionRequest, now: number): PrecisionFinding[] {
  const findings = [
    ...reviewRecipients(request),
    ...reviewText(request),
    ...reviewPurpose(request),
    ...reviewHandling(request),
    ...reviewMarking(request),
    ...reviewAnswerBy(request, now),
    ...reviewSubjects(request),
  ];
  return [...findings.filter(isBlocking), ...findings.filter((one) => !isBlocking(one))];
}

/** Whether anything found keeps the request from leaving. */
export function hasBlockingFinding(findings: readonly PrecisionFinding[]): boolean {
  return findings.some(isBlocking);
}

function isBlocking(one: PrecisionFinding): boolean {
  return one.severity === 'blocking';
}

function othersOf({ to, ownBureau }: PrecisionRequest): string[] {
  return to.filter((bureau) => bureau !== ownBureau);
}

function reviewRecipients(request: PrecisionRequest): PrecisionFinding[] {
  if (request.to.length === 0) return [finding('no-recipient', 'blocking', 'to')];
  const others = othersOf(request);
  const own = request.ownBureau;
  if (others.length === 0) return [finding('only-own-bureau', 'blocking', 'to', { about: own })];
  const unreachable = others.filter((bureau) => request.unreachable.includes(bureau));
  return [
    ...unreachable.map((about) => finding('recipient-unreachable', 'blocking', 'to', { about })),
    ...(others.length < request.to.length
      ? [finding('own-bureau-among-recipients', 'warning', 'to', { about: own })]
      : []),
    ...(others.length > manyRecipients
      ? [finding('many-recipients', 'warning', 'to', { about: String(others.length) })]
      : []),
  ];
}

function reviewPurpose({ purpose, case: file }: PrecisionRequest): PrecisionFinding[] {
  if (purpose === null) return [finding('no-purpose', 'blocking', 'purpose', { rule: dataRule })];
  const differs = file !== null && file.purpose !== purpose;
  return differs
    ? [finding('purpose-differs-from-case', 'warning', 'purpose', { choices: [file.purpose], rule: dataRule })]
    : [];
}

function reviewHandling(request: PrecisionRequest): PrecisionFinding[] {
  const { handling, case: file } = request;
  if (handling === null) return [finding('no-handling', 'blocking', 'handling', { rule: confidentialityRule })];
  const isBelow = file !== null && isStricterHandling(file.handling, handling);
  const below = isBelow
    ? [finding('handling-below-case', 'warning', 'handling', { choices: [file.handling], rule: confidentialityRule })]
    : [];
  return [...below, ...reviewRestrictedHandling(request, handling)];
}

/** H2 and H3 bind every recipient; H3 means nothing until its conditions are written out. */
function reviewRestrictedHandling(request: PrecisionRequest, handling: HandlingCode): PrecisionFinding[] {
  const count = othersOf(request).length;
  const isWide = isStricterHandling(handling, 'H1') && count > wideCirculation;
  const needsConditions = handling === 'H3' && !/(?<![\p{L}\p{N}])H3(?![\p{L}\p{N}])/iu.test(request.body);
  return [
    ...(isWide ? [finding('handling-wide-circulation', 'warning', 'handling', { about: String(count) })] : []),
    ...(needsConditions ? [finding('handling-conditions-missing', 'warning', 'body', { about: 'H3' })] : []),
  ];
}

function reviewMarking({ marking, case: file }: PrecisionRequest): PrecisionFinding[] {
  if (file === null || compareMarkings(marking, file.marking) >= 0) return [];
  return [finding('marking-below-case', 'blocking', 'marking', { choices: [file.marking], rule: confidentialityRule })];
}

function reviewAnswerBy({ answerBy, priority, isReply }: PrecisionRequest, now: number): PrecisionFinding[] {
  if (answerBy === null) {
    const needed = priority === 'urgent' && !isReply;
    return needed ? [finding('urgent-without-answer-by', 'blocking', 'answerBy')] : [];
  }
  if (answerBy <= now) return [finding('answer-by-past', 'blocking', 'answerBy')];
  if (answerBy - now < hitConfirmationTime[priority]) return [finding('answer-by-short', 'warning', 'answerBy')];
  return answerBy - now > farAnswer ? [finding('answer-by-far', 'warning', 'answerBy')] : [];
}
