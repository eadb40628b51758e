import { z } from 'zod';

/**
 * The one table of the hub's answers. A class says how a workstation behaves, a code says which rule spoke.
 *
 *   accepted         the hub has it for good; a receipt came with the answer
 *   retry-later      nothing was decided; the same bytes may be sent again
 *   re-authenticate  the hub does not accept who is asking; nothing was decided
 *   forbidden-now    decided: not allowed as things stand; a person may ask again later
 *   conflict         decided: something else was there first; look, then decide
 *   invalid          decided: it can never be accepted as it is
 *
 * For an envelope, "decided" means that it has consumed its sequence number and that a replay gets the same answer.
 */
export const answerClasses = [
  'accepted',
  'retry-later',
  're-authenticate',
  'forbidden-now',
  'conflict',
  'invalid',
] as const;
export const answerClass = z.enum(answerClasses);
export type AnswerClass = z.infer<typeof answerClass>;

interface Answer {
  readonly class: AnswerClass;
  readonly status: number;
  /** What happened, in English; the interface has its own words for each code. */
  readonly what: string;
  /** What to do about it. */
  readonly toDo: string;
  /** Seconds to wait before asking again. */
  readonly retryAfter?: number;
}

const table = {
  accepted: { class: 'accepted', status: 200, what: 'Accepted.', toDo: 'Nothing.' },

  busy: { class: 'retry-later', status: 503, what: 'The hub is busy.', toDo: 'Send the same again.', retryAfter: 5 },
  // Whether it lasts nobody knows: whoever asks finds out by itself, soon first and then ever later.
  internal: { class: 'retry-later', status: 500, what: 'The hub failed.', toDo: 'Send the same again.' },
  'rate-limited': { class: 'retry-later', status: 429, what: 'Too many requests.', toDo: 'Wait.', retryAfter: 60 },
  'sequence-gap': {
    class: 'retry-later',
    status: 409,
    what: 'An envelope with a smaller sequence number has not arrived.',
    toDo: 'Send from the expected number on.',
  },
  'blob-incomplete': {
    class: 'retry-later',
    status: 409,
    what: 'An attachment has not arrived completely.',
    toDo: 'Upload the missing chunks, then send the same envelope again.',
  },
  'database-unavailable': {
    class: 'retry-later',
    status: 503,
    what: 'The hub does not hold this database now; nothing was searched.',
    toDo: 'Search the local copy, and ask again later.',
    retryAfter: 300,
  },

  'no-certificate': {
    class: 're-authenticate',
    status: 401,
    what: 'No client certificate was shown.',
    toDo: 'Connect with the certificate of this workstation.',
  },
  'certificate-untrusted': {
    class: 're-authenticate',
    status: 401,
    what: 'The certificate was not issued by this hub.',
    toDo: 'Enrol this workstation.',
  },
  'certificate-expired': {
    class: 're-authenticate',
    status: 401,
    what: 'The certificate has expired.',
    toDo: 'Enrol this workstation again.',
  },
  'workstation-unknown': {
    class: 're-authenticate',
    status: 401,
    what: 'The hub does not know this workstation.',
    toDo: 'Enrol this workstation again.',
  },
  'workstation-revoked': {
    class: 're-authenticate',
    status: 401,
    what: 'This workstation has been revoked.',
    toDo: 'Ask the administrator of the hub.',
  },

  'sender-revoked': {
    class: 're-authenticate',
    status: 403,
    what: 'The workstation that signed it has been revoked.',
    toDo: 'Let an administrator of its bureau take its work over at another workstation.',
  },

  'bureau-suspended': {
    class: 'forbidden-now',
    status: 403,
    what: 'The bureau is suspended.',
    toDo: 'Ask the administrator of the hub.',
  },
  'not-allowed': {
    class: 'forbidden-now',
    status: 403,
    what: 'Not allowed.',
    toDo: 'Ask the administrator of the hub.',
  },
  'protocol-unsupported': {
    class: 'forbidden-now',
    status: 426,
    what: 'The hub does not speak this version of the protocol.',
    toDo: 'Update this workstation.',
  },

  'sequence-used': {
    class: 'conflict',
    status: 409,
    what: 'Another envelope of this workstation has used this sequence number.',
    toDo: 'Find out whether a copy of this workstation is running; enrol it anew.',
  },
  'recipient-key-unknown': {
    class: 'conflict',
    status: 409,
    what: 'The envelope is sealed to a key the bureau does not have.',
    toDo: 'Fetch the directory and seal again.',
  },
  'blob-differs': {
    class: 'conflict',
    status: 409,
    what: 'The hub holds another attachment or chunk under this identifier.',
    toDo: 'Seal the attachment again under a new identifier.',
  },
  'bureau-key-exists': {
    class: 'conflict',
    status: 409,
    what: 'The bureau already has another encryption key.',
    toDo: 'Enrol without a key; a workstation of the bureau hands it over.',
  },
  'bureau-key-missing': {
    class: 'conflict',
    status: 409,
    what: 'The bureau has no encryption key yet.',
    toDo: 'Enrol with a key of your own: it becomes the key of the bureau.',
  },

  malformed: { class: 'invalid', status: 400, what: 'Not a valid request.', toDo: 'Correct it.' },
  'not-found': { class: 'invalid', status: 404, what: 'There is no such thing here.', toDo: 'Check the identifier.' },
  'too-large': { class: 'invalid', status: 413, what: 'Too large.', toDo: 'Make it smaller.' },
  'sender-mismatch': {
    class: 'invalid',
    status: 400,
    what: 'The sender is not the workstation that sent it.',
    toDo: 'Send it from the workstation that signed it.',
  },
  'bad-signature': { class: 'invalid', status: 400, what: 'The signature does not hold.', toDo: 'Sign it anew.' },
  'addressee-unknown': {
    class: 'invalid',
    status: 400,
    what: 'An addressee is not a bureau of this hub.',
    toDo: 'Correct the addressees.',
  },
  'recipients-mismatch': {
    class: 'invalid',
    status: 400,
    what: 'The body is not sealed to exactly the addressees and the own bureau.',
    toDo: 'Seal it anew.',
  },
  'id-reused': {
    class: 'invalid',
    status: 409,
    what: 'The same identifier was used with another content.',
    toDo: 'Send it under a new identifier.',
  },
  'code-malformed': {
    class: 'invalid',
    status: 400,
    what: 'The enrolment code is not well formed.',
    toDo: 'Type the code again.',
  },
  'code-wrong': {
    class: 'invalid',
    status: 403,
    what: 'The enrolment code is wrong.',
    toDo: 'Ask for the code again.',
  },
  'code-used': { class: 'invalid', status: 403, what: 'The enrolment code was used.', toDo: 'Ask for a new code.' },
  'code-expired': {
    class: 'invalid',
    status: 403,
    what: 'The enrolment code has expired.',
    toDo: 'Ask for a new code.',
  },
} as const satisfies Record<string, Answer>;

export type AnswerCode = keyof typeof table;

/** Code → class, HTTP status and words. */
export const answers: Readonly<Record<AnswerCode, Answer>> = table;

export const answerCodes = Object.keys(table) as [AnswerCode, ...AnswerCode[]];
export const answerCode = z.enum(answerCodes);

/** Whether an envelope with this answer has consumed its sequence number, and a replay gets the same answer. */
export function isDecided(code: AnswerCode): boolean {
  return answers[code].class !== 'retry-later' && answers[code].class !== 're-authenticate';
}
