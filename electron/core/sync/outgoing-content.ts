import type { EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { MESSAGE_BODY_VERSION, type MessageAttachment, messageBody } from '#shared/protocol/message-body.ts';
import { MESSAGE_RECEIPT_BODY_VERSION, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import type { SendingItem } from '../store/tables/outbox-sending.ts';
import { type OutgoingMessage, outgoingMessage } from '../store/tables/outgoing-messages.ts';
import type { UploadRow } from '../store/tables/uploads.ts';
import type { EnvelopeContent } from './make-envelope.ts';
import { toWireSubject } from './message-subjects.ts';
import type { SyncContext } from './sync-context.ts';
import { uploadFiles } from './upload-lane.ts';

/** What an outbox item says, ready to be sealed; its files are at the hub when this resolves. */
export async function outgoingContent(ctx: SyncContext, item: SendingItem): Promise<EnvelopeContent> {
  return item.kind === 'receipt' ? receiptContent(item) : messageContent(ctx, item);
}

/** After a refusal the same item leaves under a new envelope: the refused one has its answer for ever. */
const envelopeIdFor = (item: SendingItem): string | null => (item.envelopeId === null ? item.id : null);

function receiptContent(item: SendingItem): EnvelopeContent {
  const body = messageReceiptBody.parse(JSON.parse(item.body ?? 'null'));
  return {
    id: envelopeIdFor(item),
    kind: 'message-receipt',
    bodyVersion: MESSAGE_RECEIPT_BODY_VERSION,
    to: item.toBureaus,
    priority: item.priority,
    handling: 'H1',
    parents: [body.messageId],
    body,
    attachments: [],
  };
}

async function messageContent(ctx: SyncContext, item: SendingItem): Promise<EnvelopeContent> {
  const message = outgoingMessage(ctx.store.read, item.refId);
  if (!message) throw new Error('An outbox item has no message');
  const uploads = await uploadFiles(ctx, item, message.files);
  return {
    id: envelopeIdFor(item),
    kind: 'message',
    bodyVersion: MESSAGE_BODY_VERSION,
    to: item.toBureaus,
    priority: message.priority,
    handling: message.handling,
    parents: message.inReplyTo ? [message.inReplyTo] : [],
    body: messageBody.parse(bodyOf(message, uploads)),
    attachments: uploads.map(sealedHalf),
  };
}

function bodyOf(message: OutgoingMessage, uploads: readonly UploadRow[]): unknown {
  return {
    author: message.author,
    subject: message.subject,
    text: message.body,
    priority: message.priority,
    handling: message.handling,
    marking: message.marking,
    purpose: message.purpose,
    ...(message.answerBy !== null && { answerBy: toInstant(message.answerBy) }),
    conversation: message.conversationId,
    ...(message.inReplyTo && { inReplyTo: message.inReplyTo }),
    ...(message.caseReference && { caseReference: message.caseReference }),
    subjects: message.subjects.map(toWireSubject),
    attachments: uploads.map((upload) => readableHalf(message, upload)),
  };
}

function readableHalf(message: OutgoingMessage, upload: UploadRow): MessageAttachment {
  const file = message.files.find(({ id }) => id === upload.attachmentId);
  if (!file) throw new Error('An upload has no file');
  const { name, mediaType, size, digest } = file;
  return { name, mediaType, size, sha256: digest, blobId: upload.blobId, contentKey: upload.contentKey };
}

function sealedHalf({ blobId, sealedSize, chunks, sealedDigest }: UploadRow): EnvelopeAttachment {
  if (sealedDigest === null) throw new Error('An upload is not complete');
  return { blobId, size: sealedSize, chunks, digest: sealedDigest };
}
