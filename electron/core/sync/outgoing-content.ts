import { newId } from '#shared/lib/ids.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { BUREAU_KEYS_BODY_VERSION, bureauKeysBody } from '#shared/protocol/bureau-keys-body.ts';
import type { EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { MESSAGE_BODY_VERSION, type MessageAttachment, messageBody } from '#shared/protocol/message-body.ts';
import { MESSAGE_RECEIPT_BODY_VERSION, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import {
  RECORD_CHANGES_BODY_VERSION,
  type RecordChangesBody,
  recordChangesBody,
} from '#shared/protocol/record-changes-body.ts';
import { deviceKeyId } from '../bureau-keys/device-key-id.ts';
import { activeMembers } from '../bureau-keys/members.ts';
import { envelopeOf } from '../messages/wire-body.ts';
import {
  type AttachmentRecord,
  attachmentsOfMessage,
  filesOfItem,
  messageOfFile,
} from '../store/tables/attachments.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';
import { type UploadRecord, uploadsOf } from '../store/tables/uploads.ts';
import type { EnvelopeContent } from './make-envelope.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * What an outbox item says, ready to be sealed; its files are at the hub. Null where nobody is left to whom it could
 * be said.
 */
export function outgoingContent(ctx: SyncContext, item: OutboxRecord): EnvelopeContent | null {
  if (item.kind === 'bureau-keys') return keysContent(ctx, item);
  if (item.kind === 'record-changes') return changesContent(item);
  if (item.kind === 'case-file') return fileContent(ctx, item);
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

const changesContent = (item: OutboxRecord): EnvelopeContent =>
  changesOf(item, recordChangesBody.parse(storedBody(item)));

function changesOf(item: OutboxRecord, body: RecordChangesBody): EnvelopeContent {
  return {
    id: item.envelopeId ?? item.id,
    kind: 'record-changes',
    bodyVersion: RECORD_CHANGES_BODY_VERSION,
    to: item.to,
    priority: item.priority,
    handling: 'H1',
    parents: [],
    body,
    attachments: [],
  };
}

/** Where the content of a case's file is, or of one that is handed over with its message, for the other workstations of the bureau. */
function fileContent({ store }: SyncContext, item: OutboxRecord): EnvelopeContent {
  const [upload] = uploadsOf(store.read, item.id);
  if (!upload) throw new Error('A file has no upload');
  const sealed = sealedHalf(upload);
  const content = { ...readableHalf(filesOfItem(store.read, item), upload), sealedDigest: sealed.digest };
  const [file] = filesOfItem(store.read, item);
  const ofMessage = file ? messageOfFile(store.read, file) : null;
  const messageId = ofMessage === null ? null : envelopeOf(store.read, ofMessage);
  // One that was taken over from another workstation says of which message it is, which may not be here.
  const values = { fileId: item.refId, ...(messageId !== null && { messageId }), ...storedBody(item), ...content };
  const at = toInstant(item.queuedAt);
  const entry = { entry: 'record', kind: 'file-content', id: item.id, values, author: item.queuedBy, at };
  return { ...changesOf(item, recordChangesBody.parse({ entries: [entry] })), attachments: [sealed] };
}

/** The keys as they are now, for those who may hold them now. */
function keysContent({ store, identity, ...ctx }: SyncContext, item: OutboxRecord): EnvelopeContent | null {
  const members = activeMembers(store.read, identity);
  if (members.every(({ id }) => id === identity.workstationId)) return null;
  const bureau = bureauCode.parse(identity.bureau);
  const body = bureauKeysBody.parse({
    keys: heldBureauKeys(store.read).map((key) => ({ ...key, since: toInstant(key.since) })),
    members: members.map(({ id: workstation, deviceKey }) => ({ workstation, deviceKey })),
  });
  return {
    id: item.envelopeId ?? newId(ctx),
    kind: 'bureau-keys',
    bodyVersion: BUREAU_KEYS_BODY_VERSION,
    to: [bureau],
    priority: item.priority,
    handling: 'H1',
    parents: [],
    body,
    attachments: [],
    sealedTo: members.map(({ deviceKey }) => ({ bureau, keyId: deviceKeyId(deviceKey), publicKey: deviceKey })),
  };
}

function messageContent(ctx: SyncContext, item: OutboxRecord): EnvelopeContent {
  const files = attachmentsOfMessage(ctx.store.read, item.refId);
  const uploads = uploadsOf(ctx.store.read, item.id);
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
