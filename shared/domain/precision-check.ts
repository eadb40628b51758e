/** What the precision check looks at before a request leaves, and everything it can find; precision-review.ts carries it out. */
import { z } from 'zod';
import type { HandlingCode } from './handling-code.ts';
import type { Marking } from './marking.ts';
import type { MessagePriority } from './message-priority.ts';
import type { PartialDate } from './partial-date.ts';
import type { Purpose } from './purpose.ts';
import type { Sex } from './sex.ts';

export const precisionFields = [
  'to',
  'subject',
  'body',
  'priority',
  'handling',
  'marking',
  'purpose',
  'answerBy',
  'persons',
  'documents',
  'vehicles',
  'attachments',
] as const;
export const precisionField = z.enum(precisionFields);
export type PrecisionField = z.infer<typeof precisionField>;

/** Each is a message id in the interface. */
export const precisionCodes = [
  'no-recipient',
  'only-own-bureau',
  'own-bureau-among-recipients',
  'recipient-unreachable',
  'many-recipients',
  'no-subject',
  'subject-vague',
  'no-body',
  'body-vague',
  'no-purpose',
  'purpose-differs-from-case',
  'no-handling',
  'handling-below-case',
  'handling-wide-circulation',
  'handling-conditions-missing',
  'marking-below-case',
  'answer-by-past',
  'answer-by-short',
  'answer-by-far',
  'urgent-without-answer-by',
  'urgent-without-reason',
  'vague-time',
  'time-without-zone',
  'ambiguous-date',
  'two-digit-year',
  'ambiguous-country',
  'person-mentioned-not-attached',
  'document-mentioned-not-attached',
  'vehicle-mentioned-not-attached',
  'person-one-name',
  'person-without-birth-date',
  'person-birth-date-partial',
  'person-without-sex',
  'person-without-nationality',
  'person-identity-unconfirmed',
  'many-persons',
  'document-without-country',
  'document-country-unknown',
  'plate-without-country',
  'vin-doubtful',
  'vehicle-without-identifier',
  'attachment-name-personal',
  'attachment-active-content',
] as const;
export const precisionCode = z.enum(precisionCodes);
export type PrecisionCode = z.infer<typeof precisionCode>;

export const precisionFinding = z.object({
  code: precisionCode,
  /** A blocking finding keeps the request from leaving; a warning is the author's to weigh. */
  severity: z.enum(['blocking', 'warning']),
  field: precisionField,
  /** What it is about, as written: a date, a word, a name, a file name; null where the field says enough. */
  about: z.string().nullable(),
  /** What it could mean, to choose from: dates YYYY-MM-DD, country codes; empty where there is nothing to choose. */
  choices: z.array(z.string()),
  /** The rule behind it, e.g. `RPD Art. 10`. */
  rule: z.string().nullable(),
});
export type PrecisionFinding = z.infer<typeof precisionFinding>;

export interface PrecisionPerson {
  readonly familyName: string;
  readonly forename: string;
  readonly sex: Sex;
  readonly birthDate: PartialDate | null;
  readonly nationalities: readonly string[];
  readonly identityConfirmed: boolean;
}

export interface PrecisionDocument {
  readonly number: string;
  readonly issuingCountry: string | null;
}

export interface PrecisionVehicle {
  readonly vin: string;
  readonly plate: string;
  readonly plateCountry: string | null;
  readonly engineNumber: string;
}

/** A request or an answer before it leaves, with what goes along and the case it belongs to. */
export interface PrecisionRequest {
  readonly ownBureau: string;
  readonly to: readonly string[];
  /** Recipients that have no key yet: nothing can be sealed to them. */
  readonly unreachable: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly priority: MessagePriority;
  readonly handling: HandlingCode | null;
  readonly marking: Marking;
  readonly purpose: Purpose | null;
  /** Milliseconds since 1970. */
  readonly answerBy: number | null;
  readonly isReply: boolean;
  readonly case: { readonly marking: Marking; readonly handling: HandlingCode; readonly purpose: Purpose } | null;
  readonly persons: readonly PrecisionPerson[];
  readonly documents: readonly PrecisionDocument[];
  readonly vehicles: readonly PrecisionVehicle[];
  readonly attachments: readonly { readonly name: string }[];
}

/** Makes a finding; about, choices and rule only where there are any. */
export function finding(
  code: PrecisionCode,
  severity: PrecisionFinding['severity'],
  field: PrecisionField,
  more: Partial<Pick<PrecisionFinding, 'about' | 'choices' | 'rule'>> = {},
): PrecisionFinding {
  return { code, severity, field, about: more.about ?? null, choices: more.choices ?? [], rule: more.rule ?? null };
}
