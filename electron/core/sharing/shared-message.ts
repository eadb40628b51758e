import { z } from 'zod';
import { deliveryState } from '#shared/domain/delivery-state.ts';
import { type AttachmentId, caseId, type EnvelopeId, envelopeId, type MessageId } from '#shared/lib/ids.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { sha256Hex } from '#shared/protocol/bytes.ts';
import { instant, toInstant } from '#shared/protocol/instant.ts';
import { messageAttachment, messageBody } from '#shared/protocol/message-body.ts';
import type { NewRecordEntry } from '#shared/protocol/record-changes-body.ts';
import { cleanFileName } from '../files/file-name.ts';
import { stateAtHub } from '../files/on-demand.ts';
import { applyReceipt } from '../messages/apply-receipt.ts';
import { deliveryOf } from '../messages/delivery.ts';
import { applyEarlyReceipts } from '../messages/early-receipts.ts';
import { tellCase } from '../messages/tell-case.ts';
import { envelopeOf, messageIdOf } from '../messages/wire-body.ts';
import { indexMessage } from '../search-index.ts';
import type { ReadDb } from '../store/database.ts';
import {
  type AttachmentRecord,
  attachmentsOfMessage,
  insertAttachment,
  isContentHere,
  linkAttachment,
  setAttachmentRemote,
  setAttachmentState,
} from '../store/tables/attachments.ts';
import { caseById } from '../store/tables/cases.ts';
import { insertRecipients, updateRecipient } from '../store/tables/message-recipients.ts';
import { caseOfConversation, insertMessage, type MessageRecord, messageById } from '../store/tables/messages.ts';
import { isShared } from '../store/tables/shared-records.ts';
import type { Recording } from '../timeline.ts';
import type { RecordKind } from './record-kind.ts';

const handedFile = messageAttachment
  .pick({ name: true, mediaType: true, size: true })
  .extend({ sha256: sha256Hex, remote: messageAttachment.nullable() });
type HandedFile = z.infer<typeof handedFile>;

const handedRecipient = z.object({
  bureau: bureauCode,
  state: deliveryState,
  deliveredAt: instant.nullable(),
  readAt: instant.nullable(),
});

const messageValues = messageBody
  .pick({ subject: true, text: true, priority: true, handling: true, marking: true, purpose: true, subjects: true })
  .extend({
    conversation: messageBody.shape.conversation,
    inReplyTo: envelopeId.nullable(),
    direction: z.enum(['in', 'out']),
    from: bureauCode,
    to: z.array(bureauCode),
    caseId: caseId.nullable(),
    senderReference: z.string().nullable(),
    answerBy: instant.nullable(),
    readAt: instant.nullable(),
    answeredAt: instant.nullable(),
    streamNumber: z.int().min(0),
    recipients: z.array(handedRecipient),
    files: z.array(handedFile),
    /** Nobody who had it has read it yet: it is new to whom it is said again. */
    unread: z.boolean().optional(),
  });
type MessageValues = z.infer<typeof messageValues>;

/**
 * A message between bureaus, handed over by a colleague to who joined after the hub had let go of it; its id is that of the envelope it
 * travelled in, the same on every workstation. It is old: nobody is told that it arrived, here or at its sender, and it counts as read, but
 * where it is said again because the hub has lost it (sayUnread).
 */
export const sharedMessage: RecordKind = {
  known: Object.keys(messageValues.shape),
  needs: () => [],
  whole(db, id) {
    const message = messageById(db, messageIdOf(db, id));
    return message && { values: valuesOf(db, message), author: message.author, at: message.at };
  },
  insert(rec, { id, values, author, at }) {
    const read = messageValues.safeParse(values);
    if (!read.success) return 'not-understood';
    const { tx } = rec;
    const inCase = caseOfConversation(tx, read.data.conversation) ?? read.data.caseId;
    if (inCase !== null && !caseById(tx, inCase)) return { needs: inCase };
    const message = { ...recordOf(rec, read.data), id: id as MessageId, caseId: inCase, author, at };
    insertMessage(tx, message);
    keepRecipients(rec, id, read.data);
    for (const file of read.data.files) keepFile(rec, message, file);
    indexMessage(tx, message);
    tellCase(rec, id);
    applyEarlyReceipts(rec, id);
    return 'written';
  },
  /** Of a file that one colleague has not sent after all, the next one knows where it is; and what its addressees have said of it. */
  again(rec, { id, values }) {
    const { tx } = rec;
    const read = messageValues.safeParse(values);
    for (const recipient of read.data?.recipients ?? []) hearOf(rec, id, recipient);
    const atHub = read.data?.files.filter(({ remote }) => remote !== null) ?? [];
    for (const file of atHub.length > 0 ? attachmentsOfMessage(tx, messageIdOf(tx, id)) : []) {
      const same = atHub.find(({ sha256 }) => sha256 === file.digest);
      if (!same || file.state !== 'announced' || file.remote !== null) continue;
      setAttachmentRemote(tx, file.id, JSON.stringify(same.remote), null);
      setAttachmentState(tx, file.id, stateAtHub(tx, file));
    }
  },
  /** A colleague may have put the conversation into a case before anything of it was here. */
  alsoWakes(db, id) {
    const message = messageById(db, id);
    return message ? [message.conversationId] : [];
  },
};

/** The word of a message that is said again by who has not read it. */
export const sayUnread = (
  entry: NewRecordEntry,
  { direction, readAt }: Pick<MessageRecord, 'direction' | 'readAt'>,
): NewRecordEntry =>
  direction === 'in' && readAt === null ? { ...entry, values: { ...entry.values, unread: true } } : entry;

const instantOrNull = (at: number | null): string | null => (at === null ? null : toInstant(at));
const msOrNull = (at: string | null): number | null => (at === null ? null : Date.parse(at));

function valuesOf(db: ReadDb, message: MessageRecord): z.input<typeof messageValues> {
  const { body: text, subject, priority, handling, marking, purpose, direction, from, senderReference } = message;
  return {
    ...{ subject, text, priority, handling, marking, purpose, direction, from, senderReference },
    subjects: [...message.subjects],
    conversation: message.conversationId,
    inReplyTo: message.inReplyTo === null ? null : envelopeOf(db, message.inReplyTo),
    to: [...message.to],
    caseId: message.caseId !== null && isShared(db, message.caseId) ? message.caseId : null,
    answerBy: instantOrNull(message.answerBy),
    readAt: instantOrNull(message.readAt),
    answeredAt: instantOrNull(message.answeredAt),
    streamNumber: message.streamNumber ?? 0,
    recipients: deliveryOf(db, message).recipients.map(({ bureau, state, deliveredAt, readAt }) => ({
      ...{ bureau, state },
      deliveredAt: instantOrNull(deliveredAt),
      readAt: instantOrNull(readAt),
    })),
    files: attachmentsOfMessage(db, message.id).map(handedFileOf),
  };
}

/** What this workstation has follows from it; what it has not may still be at the hub, where the message's own envelope says. */
function handedFileOf({ name, mediaType, size, digest: sha256, state, remote }: AttachmentRecord): HandedFile {
  const isKept = state === 'here' || state === 'damaged';
  const atHub = isKept ? null : messageAttachment.safeParse(JSON.parse(remote ?? 'null'));
  return { name, mediaType, size, sha256, remote: atHub?.data ?? null };
}

function recordOf(
  { tx, now }: Recording,
  {
    conversation,
    inReplyTo,
    answerBy,
    answeredAt,
    readAt,
    unread,
    text: body,
    recipients,
    files,
    ...same
  }: MessageValues,
): Omit<MessageRecord, 'id' | 'caseId' | 'author' | 'at' | 'caseReference'> {
  return {
    ...same,
    body,
    conversationId: conversation as MessageId,
    inReplyTo: inReplyTo === null ? null : (messageIdOf(tx, inReplyTo) as MessageId),
    answerBy: msOrNull(answerBy),
    answeredAt: msOrNull(answeredAt),
    readAt: same.direction === 'in' && !unread ? (msOrNull(readAt) ?? now) : null,
    draft: null,
  };
}

function keepRecipients({ tx }: Recording, id: string, { recipients }: MessageValues): void {
  for (const { bureau, state, deliveredAt, readAt } of recipients) {
    insertRecipients(tx, id, [bureau], state);
    updateRecipient(tx, id, { bureau, state, deliveredAt: msOrNull(deliveredAt), readAt: msOrNull(readAt) });
  }
}

/** What a colleague has heard of an addressee counts here too, as far as it goes beyond what was heard here. */
function hearOf(
  rec: Recording,
  id: string,
  { bureau, state, deliveredAt, readAt }: z.infer<typeof handedRecipient>,
): void {
  if (state !== 'delivered' && state !== 'read') return;
  applyReceipt(rec, bureau, { messageId: id as EnvelopeId, state, at: readAt ?? deliveredAt ?? toInstant(rec.now) });
}

function keepFile(
  { tx, newId }: Recording,
  message: Pick<MessageRecord, 'id' | 'direction' | 'caseId' | 'at' | 'from'>,
  { name, mediaType, size, sha256: digest, remote }: HandedFile,
): void {
  const id = newId() as AttachmentId;
  insertAttachment(tx, {
    id,
    caseId: message.direction === 'in' ? message.caseId : null,
    messageId: message.id,
    name: cleanFileName(name),
    mediaType,
    size,
    digest,
    state: isContentHere(tx, digest) ? 'here' : remote ? stateAtHub(tx, { size, digest }) : 'announced',
    remote: remote && JSON.stringify(remote),
    addedAt: message.at,
    addedBy: message.from,
  });
  linkAttachment(tx, message.id, id);
}
