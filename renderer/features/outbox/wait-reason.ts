import type { ConnectionState, OutboxItem } from '#shared/ipc/outbox.ts';

/** The sentence outbox:reason.<key> that says why an item is not out yet, and what fills it. */
export type WaitSentence =
  | { readonly key: 'no-network'; readonly since: number }
  | { readonly key: 'uploading-files-progress'; readonly done: number; readonly total: number }
  | { readonly key: Exclude<WaitReason, 'no-network'> | 'no-network-now' };

type WaitReason = NonNullable<OutboxItem['reason']>;

/** Connection of this machine, as the status line has it; null while it is not known. */
export type ConnectionFact = { readonly connection: ConnectionState; readonly since: number } | null;

/** Null where nothing keeps the item, or where it is a problem rather than a wait. */
export function waitSentence(
  { reason, uploaded }: Pick<OutboxItem, 'reason' | 'uploaded'>,
  connection: ConnectionFact,
): WaitSentence | null {
  if (reason === null) return null;
  if (reason === 'no-network') {
    // "Since" is only said when the machine is offline still: the reason may be older than the connection.
    return connection?.connection === 'offline' ? { key: reason, since: connection.since } : { key: 'no-network-now' };
  }
  if (reason === 'uploading-files' && uploaded !== null) return { key: 'uploading-files-progress', ...uploaded };
  return { key: reason };
}
