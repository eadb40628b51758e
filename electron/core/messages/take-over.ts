import type { BundleItem } from '#shared/ipc/bundles.ts';
import type { AttachmentId } from '#shared/lib/ids.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import type { MessageAttachment, MessageBody } from '#shared/protocol/message-body.ts';
import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import type { RecordChangesBody } from '#shared/protocol/record-changes-body.ts';
import type { TakenOver } from '../bundles/bundle-work.ts';
import { cleanFileName } from '../files/file-name.ts';
import { indexMessage } from '../search-index.ts';
import { type ContentOfFile, contentsIn } from '../sharing/contents-in.ts';
import { fileOfMessage } from '../sharing/shared-files.ts';
import { attachmentById, insertAttachment, linkAttachment, setAttachmentState } from '../store/tables/attachments.ts';
import { insertRecipients } from '../store/tables/message-recipients.ts';
import { insertMessage, type MessageRecord, messageById, setMessageAnswered } from '../store/tables/messages.ts';
import { appendOutboxItem, outboxItemById } from '../store/tables/outbox.ts';
import { markShared } from '../store/tables/shared-records.ts';
import type { Recording } from '../timeline.ts';
import { messageOf, takeItsPlace } from './receive-message.ts';
import { messageIdOf } from './wire-body.ts';

type Files = ReadonlyMap<string, MessageAttachment>;

/**
 * Lets what another workstation of the bureau had written leave from this one, in the caller's transaction. A message keeps its
 * identifier, under which the hub takes it once: what the other had sent after all is refused here and settled by the stream, and what is
 * here already stays as it is.
 * @param by who takes it over
 * @param files sealed in this store, by their blob
 */
export function takeOverEnvelope(rec: Recording, by: string, one: TakenOver, files: Files): BundleItem {
  const { id, kind, to, priority, sequence } = one.envelope;
  const item = { id, kind, to: [...to], priority, sequence, code: null };
  if (one.kind === 'unreadable') return { ...item, outcome: 'unreadable' };
  return { ...item, outcome: take(rec, by, one, files) ? 'taken' : 'known' };
}

/** False if it is here already. */
function take(rec: Recording, by: string, one: Exclude<TakenOver, { kind: 'unreadable' }>, files: Files): boolean {
  if (one.kind === 'message') return takeMessage(rec, by, one.envelope, one.body, files);
  return one.kind === 'receipt' ? takeReceipt(rec, by, one) : takeChanges(rec, by, one, files);
}

function takeMessage(rec: Recording, by: string, envelope: Envelope, body: MessageBody, files: Files): boolean {
  if (messageById(rec.tx, messageIdOf(rec.tx, envelope.id))) return false;
  const { from, to } = envelope;
  const incoming = { ownBureau: from.bureau, envelopeId: envelope.id, from: from.bureau, to, streamNumber: 0, body };
  const message: MessageRecord = { ...messageOf(rec, incoming), streamNumber: null };
  insertMessage(rec.tx, message);
  insertRecipients(rec.tx, message.id, message.to, 'waiting');
  for (const file of body.attachments) keepFile(rec, message, file, files.has(file.blobId));
  if (message.inReplyTo) setMessageAnswered(rec.tx, message.inReplyTo, rec.now);
  const { attachments: _sealedAnew, ...wire } = body;
  appendOutboxItem(rec.tx, {
    id: message.id,
    kind: 'message',
    refId: message.id,
    caseId: message.caseId,
    title: message.subject,
    to: message.to,
    priority: message.priority,
    queuedAt: rec.now,
    queuedBy: by,
    envelopeId: envelope.id,
    body: JSON.stringify(wire),
  });
  indexMessage(rec.tx, message);
  takeItsPlace(rec, message);
  return true;
}

/** A file that the bundle did not bring cannot go along: sealing it fails, and a person decides. */
function keepFile(
  { tx, now, newId }: Recording,
  message: MessageRecord,
  { name, mediaType, size, sha256 }: MessageAttachment,
  isHere: boolean,
): void {
  const id = newId() as AttachmentId;
  insertAttachment(tx, {
    id,
    caseId: null,
    messageId: null,
    name: cleanFileName(name),
    mediaType,
    size,
    digest: sha256,
    state: isHere ? 'here' : 'failed',
    remote: null,
    addedAt: now,
    addedBy: message.author,
  });
  linkAttachment(tx, message.id, id);
  markShared(tx, id); // the others of the bureau get it with the message
}

/** A receipt says what is so, and may be said twice: it leaves under an identifier of its own. */
function takeReceipt(
  { tx, now, newId }: Recording,
  by: string,
  { envelope, body }: { readonly envelope: Envelope; readonly body: MessageReceiptBody },
): boolean {
  if (outboxItemById(tx, envelope.id)) return false;
  const message = messageById(tx, body.messageId);
  appendOutboxItem(tx, {
    id: envelope.id,
    kind: 'receipt',
    refId: body.messageId,
    caseId: message?.caseId ?? null,
    title: message?.subject ?? '',
    to: envelope.to,
    priority: envelope.priority,
    queuedAt: now,
    queuedBy: by,
    envelopeId: newId(),
    body: JSON.stringify(body),
  });
  return true;
}

/** Changes of shared records take effect here as everywhere, when they come back in the stream; who made them stands in each. */
function takeChanges(
  rec: Recording,
  by: string,
  { envelope, body }: { readonly envelope: Envelope; readonly body: RecordChangesBody },
  files: Files,
): boolean {
  if (outboxItemById(rec.tx, envelope.id)) return false;
  const item = {
    id: envelope.id,
    caseId: null,
    to: envelope.to,
    priority: envelope.priority,
    queuedAt: rec.now,
    queuedBy: by,
    envelopeId: envelope.id,
  };
  const [file] = contentsIn(body);
  if (!file) {
    const text = JSON.stringify(body);
    appendOutboxItem(rec.tx, { ...item, kind: 'record-changes', refId: envelope.id, title: '', body: text });
    return true;
  }
  if (!files.has(file.content.blobId)) return false;
  const refId = keepContent(rec, by, file);
  const goesWith = file.messageId === null ? null : JSON.stringify({ messageId: file.messageId });
  appendOutboxItem(rec.tx, { ...item, kind: 'case-file', refId, title: file.content.name, body: goesWith });
  return true;
}

/**
 * Sealed in this store; which case it belongs to, the stream says when it brings the file's record. Of a message that is here, it is the
 * message's file. Returns which file it is here.
 */
function keepContent({ tx, now }: Recording, by: string, { fileId, messageId, content }: ContentOfFile): AttachmentId {
  const here = (messageId && fileOfMessage(tx, messageId, content.sha256)) || attachmentById(tx, fileId);
  if (here) {
    setAttachmentState(tx, here.id, 'here');
    return here.id;
  }
  insertAttachment(tx, {
    id: fileId,
    caseId: null,
    messageId: null,
    name: cleanFileName(content.name),
    mediaType: content.mediaType,
    size: content.size,
    digest: content.sha256,
    state: 'here',
    remote: null,
    addedAt: now,
    addedBy: by,
  });
  return fileId;
}
