import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { EventKind } from '#shared/ipc/cases.ts';

/** What an entry itself says about the delivery, where the message is no longer to be found. */
const ownState: Partial<Record<EventKind, DeliveryState>> = {
  'request-sent': 'waiting',
  'request-delivered': 'delivered',
  'request-read': 'read',
  'request-withdrawn': 'withdrawn',
  'request-needs-attention': 'needs-attention',
};

/**
 * Where a timeline entry stands: what left the workstation shows its delivery as it is now; everything else was saved with the
 * entry itself, and null says so.
 */
export function deliveryOf(kind: EventKind, messageState: DeliveryState | null): DeliveryState | null {
  const own = ownState[kind];
  if (own === undefined) return null;
  return kind === 'request-sent' ? (messageState ?? own) : own;
}
