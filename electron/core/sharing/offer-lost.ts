import type { RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import { envelopeOf, messageIdOf, wireBody } from '../messages/wire-body.ts';
import { leaveAgain } from '../outbox/leave-again.ts';
import { recordAudit } from '../record-audit.ts';
import type { ReadDb } from '../store/database.ts';
import { type Arrival, lostArrivals, type Place, settleLost } from '../store/tables/arrivals.ts';
import { type AttachmentRecord, attachmentById, attachmentsOfMessage } from '../store/tables/attachments.ts';
import type { Identity } from '../store/tables/identity.ts';
import { type MessageRecord, messageById } from '../store/tables/messages.ts';
import { appendOutboxItem, outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { changeById } from '../store/tables/record-changes.ts';
import type { Recording } from '../timeline.ts';
import { contentsOf, handedOver } from './hand-over.ts';
import { queueEntries } from './queue-entries.ts';
import { queueFileContent } from './queue-file-content.ts';
import { answerEntries } from './share-answer.ts';
import { sayUnread } from './shared-message.ts';
import { additionEntry } from './whole-entries.ts';

type Entries = Parameters<typeof queueEntries>[2];

/** Arrivals of one transaction and, as a rule, of one envelope: as few as are handed over at once. */
const AT_ONCE = 10;

/**
 * A hub that was put back to a back-up is offered what it has lost by whoever sent it. Where that workstation is put back as well, or gone, only
 * its colleagues still have it, and the other bureaus to which it went:
 *
 *   new epoch ──what came after the parting has not come again for a while──> its records are said anew to the bureau, under their ids;
 *                                                                            what the bureau sent to others is sent anew, under its id
 *
 * So does its author, where a bundle older than the restore made the hub decide about its numbers, and refuse it: by the numbers nothing is lost.
 *
 * Whoever has it already takes it once, and what comes again from whomever need not be offered by the next one. Queues the next few, in the
 * caller's transaction.
 *
 * @param isWithoutFiles whether messages go whose files are not here
 * @returns how far it has come; null where nothing is left
 */
export function offerSomeLost(rec: Recording, identity: Identity, after: Place, isWithoutFiles: boolean): Place | null {
  const some = lostArrivals(rec.tx, AT_ONCE, after);
  const last = some.at(-1);
  if (!last) return null;
  const now = some.filter((one) => isWithoutFiles || hasItsFiles(rec.tx, one));
  if (now.length === 0) return last;
  const { bureau, name: by } = identity;
  const entries = now.flatMap((one) => offer(rec, identity, one));
  if (entries.length > 0) queueEntries(rec, { bureau, by, refId: last.refId, title: '', caseId: null }, entries);
  for (const { id } of now) settleLost(rec.tx, id);
  recordAudit(rec.tx, {
    method: 'sync.offered-for-others',
    at: rec.now,
    actor: null,
    subject: 'workstation',
    subjectId: identity.workstationId,
    detail: { arrivals: now.map(({ id, kind }) => `${kind} ${id}`) },
  });
  return last;
}

/** Of a case's file the record goes without its content, and that from who has it. */
function hasItsFiles(db: ReadDb, { kind, id, refId }: Arrival): boolean {
  if (kind === 'file-content') return isKept(attachmentById(db, refId));
  return kind !== 'message' || attachmentsOfMessage(db, messageIdOf(db, id)).every(isKept);
}

const isKept = (file: AttachmentRecord | null): boolean => file?.state === 'here';

/** What is to be said to the own bureau; what goes otherwise is queued. Nothing of what this workstation lacks by now, or is offering already. */
function offer(rec: Recording, identity: Identity, { id, kind, refId }: Arrival): Entries {
  const { tx } = rec;
  if (kind === 'change') return offerChange(rec, id);
  if (kind === 'message') return offerMessage(rec, identity, id);
  if (kind === 'receipt') return offerReceipts(tx, refId);
  if (kind === 'check-answer') return answerEntries(rec, refId);
  if (kind !== 'file-content') return additionEntry(tx, kind, id);
  queueFileContent(rec, { bureau: identity.bureau, by: identity.name, isAnew: true }, refId);
  return [];
}

/** One that others have followed and that is not kept is in what followed it. */
function offerChange({ tx }: Recording, id: string): RecordChangeEntry[] {
  const change = changeById(tx, id);
  return change ? [handedOver(change)] : [];
}

function offerMessage(rec: Recording, { bureau, name: by }: Identity, envelopeId: string): Entries {
  const { tx } = rec;
  const message = messageById(tx, messageIdOf(tx, envelopeId));
  if (!message) return [];
  const isOwn = message.direction === 'out';
  const item = isOwn ? outboxItemById(tx, message.id) : null;
  // What waits is on its way already, with the number it was given.
  if (item && item.state !== 'waiting') leaveAgain(tx, item, rec.now);
  if (item || (isOwn && sendAnew(rec, message))) return [];
  for (const file of contentsOf(tx, 'message', message.id)) queueFileContent(rec, { bureau, by, isAnew: true }, file);
  return additionEntry(tx, 'message', envelopeOf(tx, message.id)).map((entry) => sayUnread(entry, message));
}

/** What the addressees said of it goes with a message: to say it in their name is for them alone. */
function offerReceipts(db: ReadDb, envelopeId: string): Entries {
  const id = messageIdOf(db, envelopeId);
  return messageById(db, id)?.direction === 'out' ? additionEntry(db, 'message', envelopeOf(db, id)) : [];
}

/** As its author's workstation would. Not where a file of it is not here: then the own bureau alone gets it back. */
function sendAnew({ tx, now }: Recording, message: MessageRecord): boolean {
  const { id, caseId, subject: title, to, priority, author, senderReference } = message;
  if (!attachmentsOfMessage(tx, id).every(isKept)) return false;
  const body = { ...wireBody(tx, message), ...(senderReference !== null && { caseReference: senderReference }) };
  appendOutboxItem(tx, {
    ...{ id, caseId, title, priority },
    kind: 'message',
    refId: id,
    to: [...to],
    queuedAt: now,
    queuedBy: author,
    envelopeId: id,
    body: JSON.stringify(body),
  });
  // It has left once: nobody can withdraw it.
  updateOutboxItem(tx, id, { sentAt: message.at, takenBackAt: now }, now);
  return true;
}
