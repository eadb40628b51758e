import type { z } from 'zod';
import type { ConnectionState, waitReason } from '#shared/ipc/outbox.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';

export type WaitReason = z.infer<typeof waitReason>;
type Uploads = ReadonlyMap<string, { readonly done: number; readonly total: number }>;

/**
 * Why each waiting item is not out yet, as a person understands it: what keeps all of them first, then what keeps this one.
 * @param pending in the order in which it goes
 */
export function waitReasons(
  pending: readonly OutboxRecord[],
  connection: ConnectionState,
  uploads: Uploads,
  now: number,
): ReadonlyMap<string, WaitReason> {
  const waiting = pending.filter(({ state }) => state === 'waiting');
  const ready = waiting.filter((item) => !isHeldBack(item, now));
  return new Map(waiting.map((item) => [item.id, reasonOf(item, ready[0]?.id === item.id, connection, uploads, now)]));
}

function reasonOf(
  item: OutboxRecord,
  isNext: boolean,
  connection: ConnectionState,
  uploads: Uploads,
  now: number,
): WaitReason {
  if (connection === 'offline') return 'no-network';
  if (connection === 'refused') return 'not-authorised';
  if (connection === 'connecting') return 'hub-unavailable';
  const upload = uploads.get(item.id);
  if (upload && upload.done < upload.total) return 'uploading-files';
  if (isHeldBack(item, now)) return 'back-off';
  return isNext ? 'next' : 'behind-another';
}

const isHeldBack = (item: OutboxRecord, now: number): boolean =>
  item.nextAttemptAt !== null && item.nextAttemptAt > now;
