import type { MessageAttachment } from '#shared/protocol/message-body.ts';
import { settleContent } from '../files/settle-content.ts';
import { StoreReadOnlyError } from '../store/database.ts';
import type { AttachmentRecord } from '../store/tables/attachments.ts';
import { openAt, takeDown } from '../sync/download-lane.ts';
import type { SyncContext } from '../sync/sync-context.ts';

/** Opens the sealed chunks of an announced file and keeps it. What does not open stays announced: the line may bring it yet. */
export async function takeInFile(
  { attachments, store, stopped, log }: SyncContext,
  { id }: Pick<AttachmentRecord, 'id'>,
  remote: MessageAttachment,
  sealed: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  try {
    const { digest } = await attachments.put(opened(remote, sealed), { signal: stopped });
    try {
      store.transaction((tx) => takeDown(tx, id, remote, digest));
    } finally {
      settleContent({ attachments, store }, digest);
    }
    return true;
  } catch (error) {
    if (stopped.aborted || error instanceof StoreReadOnlyError) throw error;
    log.error('an attached file in a bundle could not be opened', error);
    return false;
  }
}

async function* opened(file: MessageAttachment, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const chunk of sealed) {
    yield await openAt(file, index, chunk);
    index += 1;
  }
}
