import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';

const rank = (state: DeliveryState) => {
  if (state === 'needs-attention') return 0;
  return state === 'draft' || state === 'waiting' || state === 'sending' ? 1 : 2;
};

/** What needs a person first, then what is on its way, then what is done; within each, the order of the core. */
export function inOutboxOrder(items: readonly OutboxItem[]): OutboxItem[] {
  return items.toSorted((a, b) => rank(a.state) - rank(b.state));
}

/** The item to show: the chosen one while it is listed; else the first that needs a person. */
export function openItem(ordered: readonly OutboxItem[], chosen: string | null): OutboxItem | null {
  const first = ordered[0]?.state === 'needs-attention' ? ordered[0] : null;
  return ordered.find(({ id }) => id === chosen) ?? first;
}
