import { type MessageAttachment, messageAttachment } from '#shared/protocol/message-body.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export interface ArrivingAttachment {
  readonly id: string;
  /** Where it is at the hub, and the key that opens it. */
  readonly remote: MessageAttachment;
}

/** Files that a message announced and that are not on this machine yet, oldest first. */
export function arrivingAttachments(db: ReadDb): ArrivingAttachment[] {
  return db
    .all<{ id: string; remote: string }>(
      "SELECT id, remote FROM attachments WHERE state = 'arriving' AND remote IS NOT NULL ORDER BY added_at, id",
    )
    .map(({ id, remote }) => ({ id, remote: messageAttachment.parse(JSON.parse(remote)) }));
}

export function settleAttachment(tx: WriteDb, id: string, state: 'here' | 'failed'): void {
  tx.run("UPDATE attachments SET state = ? WHERE id = ? AND state = 'arriving'", [state, id]);
}
