import { v7 } from 'uuid';
import { z } from 'zod';
import type { ClockDep, RandomDep } from './deps.ts';

/**
 * UUIDv7 (RFC 9562): made once where a thing is born, and also its idempotency key wherever it travels. In small letters (§4), so that no
 * thing has two names: a database holds both for one.
 */
export const uuid = z.uuid({ version: 'v7' }).refine((id) => id === id.toLowerCase(), 'Not in small letters');

export const caseId = uuid.brand<'CaseId'>();
export const personId = uuid.brand<'PersonId'>();
export const documentId = uuid.brand<'DocumentId'>();
export const vehicleId = uuid.brand<'VehicleId'>();
export const noteId = uuid.brand<'NoteId'>();
export const attachmentId = uuid.brand<'AttachmentId'>();
export const eventId = uuid.brand<'EventId'>();
export const checkId = uuid.brand<'CheckId'>();
export const messageId = uuid.brand<'MessageId'>();
export const envelopeId = uuid.brand<'EnvelopeId'>();
export const userId = uuid.brand<'UserId'>();
export const workstationId = uuid.brand<'WorkstationId'>();

export type CaseId = z.infer<typeof caseId>;
export type PersonId = z.infer<typeof personId>;
export type DocumentId = z.infer<typeof documentId>;
export type VehicleId = z.infer<typeof vehicleId>;
export type NoteId = z.infer<typeof noteId>;
export type AttachmentId = z.infer<typeof attachmentId>;
export type EventId = z.infer<typeof eventId>;
export type CheckId = z.infer<typeof checkId>;
export type MessageId = z.infer<typeof messageId>;
export type EnvelopeId = z.infer<typeof envelopeId>;
export type UserId = z.infer<typeof userId>;
export type WorkstationId = z.infer<typeof workstationId>;

/** A new UUIDv7, e.g. `newId(deps) as CaseId`. */
export function newId({ clock, random }: ClockDep & RandomDep): string {
  return v7({ msecs: clock.now(), random: random.bytes(16) });
}
