import type { AttachmentId, MessageId } from '#shared/lib/ids.ts';
import type { MessageAttachment, MessageBody } from '#shared/protocol/message-body.ts';
import { cleanFileName } from '../files/file-name.ts';
import { stateAtHub } from '../files/on-demand.ts';
import { indexMessage } from '../search-index.ts';
import { applyKept } from '../sharing/apply-entries.ts';
import { noteArrival, settleLost } from '../store/tables/arrivals.ts';
import {
  announcedWith,
  awaitFileAgain,
  insertAttachment,
  linkAttachment,
  setAttachmentRemote,
  setAttachmentState,
} from '../store/tables/attachments.ts';
import { insertRecipients } from '../store/tables/message-recipients.ts';
import {
  insertMessage,
  type MessageRecord,
  messageById,
  messagesOfConversation,
  setMessageAnswered,
  setMessageStreamNumber,
} from '../store/tables/messages.ts';
import { takeWaitingEntries } from '../store/tables/waiting-entries.ts';
import type { Recording } from '../timeline.ts';
import { queueReceipt } from './queue-receipt.ts';
import { tellCase } from './tell-case.ts';
import { messageIdOf } from './wire-body.ts';

/** A message as it came out of its envelope. */
export interface IncomingMessage {
  readonly ownBureau: string;
  readonly envelopeId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly streamNumber: number;
  readonly body: MessageBody;
  /** Another workstation of the bureau, which could open it when it came, has told the sender so. */
  readonly isAcknowledged?: boolean;
  /** When the sender is told at the earliest that it arrived: another workstation of the bureau may do it before. Null = at once. */
  readonly acknowledgeAt?: number | null;
}

export type Received =
  /** It was here already: one's own that came round, or a second delivery. */
  { readonly isNew: false } | { readonly isNew: true; readonly message: MessageRecord };

/**
 * Writes down a message that came by the bureau's stream, in the caller's transaction; the same envelope twice is one message.
 * It joins its conversation and that conversation's case, marks the request it answers as answered, and its sender is told that it
 * arrived. What another workstation of the own bureau sent comes the same way, and is shown as sent.
 */
export function receiveMessage(rec: Recording, incoming: IncomingMessage): Received {
  const { envelopeId, streamNumber } = incoming;
  noteArrival(rec.tx, { id: envelopeId, kind: 'message', refId: envelopeId }, streamNumber);
  const known = messageById(rec.tx, messageIdOf(rec.tx, incoming.envelopeId));
  if (known) {
    // What bore it before has come again in this one.
    if (known.id !== envelopeId) settleLost(rec.tx, known.id);
    // Passed over, it would be lost without a word: an envelope is named by its sender's bureau as well.
    if (known.from !== incoming.from) throw new Error('a message bears the identifier of another bureau’s');
    setMessageStreamNumber(rec.tx, known.id, incoming.streamNumber);
    for (const file of incoming.body.attachments) awaitFileAgain(rec.tx, known.id, file.sha256, JSON.stringify(file));
    return { isNew: false };
  }
  const arrived = messageOf(rec, incoming);
  insertMessage(rec.tx, arrived);
  insertRecipients(rec.tx, arrived.id, arrived.to, arrived.direction === 'out' ? 'sent' : 'delivered');
  for (const file of incoming.body.attachments) announceFile(rec, arrived, file);
  indexMessage(rec.tx, arrived);
  const message = takeItsPlace(rec, arrived);
  if (message.inReplyTo) setMessageAnswered(rec.tx, message.inReplyTo, rec.now);
  if (message.direction === 'in' && !incoming.isAcknowledged)
    queueReceipt(rec, message, 'delivered', incoming.ownBureau, incoming.acknowledgeAt ?? null);
  return { isNew: true, message };
}

/** A colleague may have put the conversation into a case before this message of it came. The case's timeline tells of it. */
export function takeItsPlace(rec: Recording, message: MessageRecord): MessageRecord {
  for (const waiting of takeWaitingEntries(rec.tx, message.conversationId)) applyKept(rec, waiting);
  tellCase(rec, message.id);
  return messageById(rec.tx, message.id) ?? message;
}

/** The row of a message as its envelope gives it; it joins its conversation and that one's case. */
export function messageOf({ tx, now }: Recording, incoming: IncomingMessage): MessageRecord {
  const { body, from } = incoming;
  const conversation = messagesOfConversation(tx, body.conversation);
  const filed = conversation.findLast((message) => message.caseId !== null);
  return {
    id: incoming.envelopeId as MessageId,
    conversationId: body.conversation as MessageId,
    inReplyTo: body.inReplyTo === undefined ? null : (messageIdOf(tx, body.inReplyTo) as MessageId),
    direction: from === incoming.ownBureau ? 'out' : 'in',
    caseId: filed?.caseId ?? null,
    from,
    author: body.author ?? from,
    to: [...incoming.to],
    subject: body.subject,
    body: body.text,
    priority: body.priority,
    handling: body.handling,
    marking: body.marking,
    purpose: body.purpose,
    answerBy: body.answerBy === undefined ? null : Date.parse(body.answerBy),
    senderReference: body.caseReference ?? null,
    subjects: body.subjects,
    at: now,
    readAt: null,
    answeredAt: null,
    draft: null,
    streamNumber: incoming.streamNumber,
    caseReference: filed?.caseReference ?? null,
  };
}

/**
 * What another bureau sent comes into the case of its conversation; what the own one sent stands in the case it was taken from. A large file
 * waits until somebody asks for it, but for what came with an urgent message of another bureau.
 */
function announceFile({ tx, now, newId }: Recording, message: MessageRecord, file: MessageAttachment): void {
  const { size, sha256: digest } = file;
  const isUrgent = message.direction === 'in' && message.priority === 'urgent';
  const id = newId() as AttachmentId;
  const remote = JSON.stringify(file);
  insertAttachment(tx, {
    id,
    caseId: message.direction === 'in' ? message.caseId : null,
    messageId: message.id,
    name: cleanFileName(file.name),
    mediaType: file.mediaType,
    size,
    digest,
    state: stateAtHub(tx, { size, digest }, isUrgent),
    remote,
    addedAt: now,
    addedBy: message.from,
  });
  linkAttachment(tx, message.id, id);
  // A case's file that was sent with it may come this way alone: the workstation that was to bring it to the bureau may be gone.
  for (const same of announcedWith(tx, digest)) {
    setAttachmentRemote(tx, same.id, remote, null);
    setAttachmentState(tx, same.id, stateAtHub(tx, same));
  }
}
