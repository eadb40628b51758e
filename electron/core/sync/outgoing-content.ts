import { newId } from '#shared/lib/ids.ts';
import type { EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import { MESSAGE_BODY_VERSION, type MessageAttachment, messageBody } from '#shared/protocol/message-body.ts';
import { MESSAGE_RECEIPT_BODY_VERSION, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { type AttachmentRecord, attachmentsOfMessage } from '../store/tables/attachments.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';
import type { UploadRecord } from '../store/tables/uploads.ts';
import type { EnvelopeContent } from './make-envelope.ts';
import type { SyncContext } from './sync-context.ts';
import { uploadFiles } from './upload-lane.ts';

/** What an outbox item says, ready to be sealed; its files are at the hub when this resolves. */
export async function outgoingContent(ctx: SyncContext, item: OutboxRecord): Promise<EnvelopeContent> {
  return item.kind === 'receipt' ? receiptContent(ctx, item) : messageContent(ctx, item);
}

const storedBody = (item: OutboxRecord): object => JSON.parse(item.body ?? '{}') as object;

function receiptContent(ctx: SyncContext, item: OutboxRecord): EnvelopeContent {
  const body = messageReceiptBody.parse(storedBody(item));
  return {
    id: item.envelopeId ?? newId(ctx),
    kind: 'message-receipt',
    bodyVersion: MESSAGE_RECEIPT_BODY_VERSION,
    to: item.to,
    priority: item.priority,
    handling: 'H1',
    parents: [body.messageId],
    body,
    attachments: [],
  };
}

async function messageContent(ctx: SyncContext, item: OutboxRecord): Promise<EnvelopeContent> {
  const files = attachmentsOfMessage(ctx.store.read, item.refId);
  const uploads = await uploadFiles(ctx, item, files);
  const attachments = uploads.map((upload) => readableHalf(files, upload));
  const body = messageBody.parse({ ...storedBody(item), attachments });
  return {
    id: item.envelopeId ?? newId(ctx),
    kind: 'message',
    bodyVersion: MESSAGE_BODY_VERSION,
    to: item.to,
    priority: item.priority,
    handling: body.handling,
    parents: body.inReplyTo ? [body.inReplyTo] : [],
    body,
    attachments: uploads.map(sealedHalf),
  };
}

/** What only the reader learns of a file: its name, and the key that opens it. */
function readableHalf(files: readonly AttachmentRecord[], upload: UploadRecord): MessageAttachment {
  const file = files.find(({ id }) => id === upload.attachmentId);
  if (!file) throw new Error('An upload has no file');
  const { name, mediaType, size, digest } = file;
  return { name, mediaType, size, sha256: digest, blobId: upload.blobId, contentKey: upload.contentKey };
}

/** What the hub learns of it. */
function sealedHalf({ blobId, sealedSize, chunks, sealedDigest }: UploadRecord): EnvelopeAttachment {
  if (sealedDigest === null) throw new Error('An upload is not complete');
  return { blobId, size: sealedSize, chunks, digest: sealedDigest };
}
