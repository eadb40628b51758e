import { z } from 'zod';
import { recordedCountryCode } from '../domain/country-code.ts';
import { describedCode } from '../domain/description-code.ts';
import { handlingCode } from '../domain/handling-code.ts';
import { marking } from '../domain/marking.ts';
import { messagePriority } from '../domain/message-priority.ts';
import { partialDate } from '../domain/partial-date.ts';
import { purpose } from '../domain/purpose.ts';
import { sex } from '../domain/sex.ts';
import { documentType } from '../domain/travel-document.ts';
import { envelopeId, uuid } from '../lib/ids.ts';
import { CONTENT_KEY_SIZE } from './aes-gcm.ts';
import { binaryOf, sha256Hex } from './bytes.ts';
import { instant } from './instant.ts';

export const MESSAGE_BODY_VERSION = 1;

const line = z.string().max(200);
const person = z.object({
  type: z.literal('person'),
  familyName: line.optional(),
  forename: line.optional(),
  birthName: line.optional(),
  aliases: z.array(line).max(50).optional(),
  sex: sex.optional(),
  birthDate: partialDate.optional(),
  birthPlace: line.optional(),
  nationalities: z.array(recordedCountryCode).max(10).optional(),
  /** Centimetres. */
  height: z.int().min(30).max(260).optional(),
  eyes: describedCode.optional(),
  hair: describedCode.optional(),
  marks: z.string().max(2000).optional(),
  cautions: z.string().max(2000).optional(),
  identityConfirmed: z.boolean().optional(),
  remarks: z.string().max(2000).optional(),
});

const document = z.object({
  type: z.literal('document'),
  documentType: documentType.optional(),
  number: line.optional(),
  issuingCountry: recordedCountryCode.optional(),
  /** Name of its holder. */
  holder: z.string().max(300).optional(),
  issueDate: partialDate.optional(),
  expiryDate: partialDate.optional(),
  remarks: z.string().max(2000).optional(),
});

const vehicle = z.object({
  type: z.literal('vehicle'),
  vin: line.optional(),
  plate: line.optional(),
  plateCountry: recordedCountryCode.optional(),
  engineNumber: line.optional(),
  make: line.optional(),
  model: line.optional(),
  colour: line.optional(),
  year: z.int().min(1880).max(2200).optional(),
  remarks: z.string().max(2000).optional(),
});

/** A person, document or vehicle the message is about, in fields a receiving bureau can check or file. */
export const messageSubject = z.discriminatedUnion('type', [person, document, vehicle]);

/** An attachment as its reader sees it; the hub knows only the sealed half (envelope.ts). */
export const messageAttachment = z.object({
  name: z.string().min(1).max(255),
  mediaType: z.string().max(127),
  /** Bytes before sealing. */
  size: z.int().min(0),
  /** SHA-256 of the file before sealing. */
  sha256: sha256Hex,
  blobId: uuid,
  contentKey: binaryOf(CONTENT_KEY_SIZE),
});

/** What is inside a sealed envelope of kind `message`. */
export const messageBody = z.object({
  /** Who wrote it, as the sending bureau names its staff. */
  author: line.optional(),
  subject: z.string().min(1).max(300),
  text: z.string().max(100_000),
  priority: messagePriority,
  handling: handlingCode,
  /** Written out where the handling code is H3. */
  handlingConditions: z.string().max(2000).optional(),
  marking,
  purpose,
  answerBy: instant.optional(),
  /** The same in every message of a conversation: the id of its first envelope. */
  conversation: uuid,
  inReplyTo: envelopeId.optional(),
  /** The sender's own reference, e.g. UTO-2026-000417. */
  caseReference: z.string().max(60).optional(),
  subjects: z.array(messageSubject).max(50),
  attachments: z.array(messageAttachment).max(64),
});

export type MessageBody = z.infer<typeof messageBody>;
export type MessageSubject = z.infer<typeof messageSubject>;
export type MessageAttachment = z.infer<typeof messageAttachment>;
