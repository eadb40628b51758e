import type { z } from 'zod';
import type { ConnectionState, waitReason } from '#shared/ipc/outbox.ts';
import { isPutOff, type OutboxRecord } from '../store/tables/outbox.ts';
import type { SendRules } from '../store/tables/send-rules.ts';

export type WaitReason = z.infer<typeof waitReason>;

/** What is so for the whole outbox at the moment. */
export interface SendingNow {
  readonly connection: ConnectionState;
  readonly isOlderCopy: boolean;
  /** The bureau's current key is to be handed to this workstation first (bureau-keys/own-key.ts). */
  readonly isSealingWaiting: boolean;
  readonly rules: SendRules;
  /** Bytes of files at the hub, of all, by outbox item. */
  readonly uploads: ReadonlyMap<string, { readonly done: number; readonly total: number }>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Why each waiting item is not out yet, as a person understands it: what a person has decided first, then what keeps all of them, then
 * what keeps this one.
 * @param pending in the order in which it goes
 */
export function waitReasons(pending: readonly OutboxRecord[], sending: SendingNow): ReadonlyMap<string, WaitReason> {
  const waiting = pending.filter(({ state }) => state === 'waiting');
  const next = waiting.find(
    (item) => item.pausedAt === null && !isPutOff(item.nextAttemptAt, sending.now) && !waitsForKey(item, sending),
  );
  return new Map(waiting.map((item) => [item.id, reasonOf(item, next?.id === item.id, sending)]));
}

function reasonOf(item: OutboxRecord, isNext: boolean, sending: SendingNow): WaitReason {
  const { isOlderCopy, uploads, now } = sending;
  const kept = keptByPerson(item, sending.rules) ?? keptByLine[sending.connection];
  if (kept) return kept;
  if (isOlderCopy && item.kind !== 'check') return 'older-copy';
  if (waitsForKey(item, sending)) return 'waits-for-key';
  const upload = uploads.get(item.id);
  if (upload && upload.done < upload.total) return 'uploading-files';
  if (isPutOff(item.nextAttemptAt, now)) return 'back-off';
  return isNext ? 'next' : 'behind-another';
}

/** A question goes to the hub itself, the bureau's keys to single workstations; and what is sealed goes as it is. */
const waitsForKey = ({ kind, envelope }: OutboxRecord, { isSealingWaiting }: SendingNow): boolean =>
  isSealingWaiting && envelope === null && kind !== 'check' && kind !== 'bureau-keys';

function keptByPerson(item: OutboxRecord, { paused, onlyUrgent }: SendRules): WaitReason | null {
  if (item.pausedAt !== null) return 'paused';
  if (paused) return 'all-paused';
  return onlyUrgent && item.priority !== 'urgent' ? 'only-urgent' : null;
}

const keptByLine: Record<ConnectionState, WaitReason | null> = {
  online: null,
  connecting: 'hub-unavailable',
  offline: 'no-network',
  refused: 'not-authorised',
  untrusted: 'untrusted',
  'not-understood': 'not-understood',
  'own-fault': 'own-fault',
};
