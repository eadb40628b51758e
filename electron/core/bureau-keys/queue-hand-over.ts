import { appendOutboxItem, pendingOutboxItems } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';

/**
 * Queues the bureau's keys for its confirmed workstations. Which keys and which workstations is decided when they are sealed, so one that
 * waits unsealed is enough.
 * @param by who caused it: a name, or the workstation's
 * @returns the outbox item that carries them
 */
export function queueHandOver({ tx, now, newId }: Recording, bureau: string, by: string): string {
  const waiting = pendingOutboxItems(tx).find((item) => item.kind === 'bureau-keys' && item.envelope === null);
  if (waiting) return waiting.id;
  const id = newId();
  appendOutboxItem(tx, {
    id,
    kind: 'bureau-keys',
    refId: id,
    caseId: null,
    title: '',
    to: [bureau],
    priority: 'urgent',
    queuedAt: now,
    queuedBy: by,
    envelopeId: id,
    body: null,
  });
  return id;
}
