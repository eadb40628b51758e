import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { sha256Hex } from '#shared/protocol/bytes.ts';
import { type MessageAttachment, messageAttachment } from '#shared/protocol/message-body.ts';
import { CHUNK_SIZE, MAX_SEALED_CHUNK_SIZE } from '#shared/protocol/seal-file.ts';
import type { AttachmentRecord } from '../store/tables/attachments.ts';
import type { AttachmentStore } from '../vault/attachment-store.ts';

/** A content that the workstations of the bureau share, as it is at the hub: whoever has it names it there, and sends it no second time. */
export const contentInside = messageAttachment.extend({ sealedDigest: sha256Hex });
export type ContentInside = z.infer<typeof contentInside>;

/** What the hub has of a file, as whoever sent it says. */
export const remoteOf = ({ remote }: Pick<AttachmentRecord, 'remote'>): MessageAttachment =>
  messageAttachment.parse(JSON.parse(remote ?? 'null'));

/** Under which name what has come of a file is kept. It tells nothing to whoever does not have the key of the file. */
export const arrivingName = ({ blobId, contentKey }: MessageAttachment): string =>
  createHash('sha256').update(`ncb-arriving ${blobId} ${contentKey}`).digest('hex');

/** Bytes of a file that are here, while it arrives; null of any other. */
export function arrivedBytes(attachments: Pick<AttachmentStore, 'arriving'>, file: AttachmentRecord): number | null {
  if (file.state !== 'arriving') return null;
  const sealed = attachments.arriving(arrivingName(remoteOf(file))).size();
  return Math.min(file.size, Math.floor((sealed * CHUNK_SIZE) / MAX_SEALED_CHUNK_SIZE));
}
