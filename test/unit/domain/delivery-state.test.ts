import { describe, expect, it } from 'vitest';
import {
  type DeliveryEvent,
  type DeliveryState,
  deliveryChoices,
  deliveryEvents,
  deliveryRules,
  deliveryStates,
  isInOutbox,
  moveDelivery,
} from '#shared/domain/delivery-state.ts';

const table: Record<DeliveryState, Partial<Record<DeliveryEvent, DeliveryState>>> = {
  draft: { queue: 'waiting', withdraw: 'withdrawn' },
  waiting: {
    'take-back': 'draft',
    send: 'sending',
    receipt: 'sent',
    refuse: 'needs-attention',
    deliver: 'delivered',
    read: 'read',
    withdraw: 'withdrawn',
  },
  sending: { retry: 'waiting', receipt: 'sent', refuse: 'needs-attention', deliver: 'delivered', read: 'read' },
  sent: { deliver: 'delivered', read: 'read', 'cannot-open': 'needs-attention', 're-offer': 'waiting' },
  delivered: { read: 'read', 'cannot-open': 'needs-attention', 're-offer': 'waiting' },
  read: { 're-offer': 'waiting' },
  'needs-attention': {
    receipt: 'sent',
    deliver: 'delivered',
    read: 'read',
    requeue: 'waiting',
    edit: 'draft',
    withdraw: 'withdrawn',
  },
  withdrawn: { 'had-left': 'sent' },
};

describe('the life of what leaves the workstation', () => {
  it.each(
    deliveryStates.flatMap((from) => deliveryEvents.map((event) => [from, event, table[from][event] ?? null] as const)),
  )('from %s, %s leads to %s', (from, event, to) => {
    expect(moveDelivery(from, event)).toBe(to);
  });

  it('lets an item leave the outbox only by evidence from the other side or by a named person', () => {
    const exits = deliveryEvents.filter(
      (event) => deliveryRules[event].from.some(isInOutbox) && !isInOutbox(deliveryRules[event].to),
    );
    const byMachine = exits.filter((event) => !deliveryRules[event].byPerson);
    expect(byMachine).toEqual(['receipt', 'deliver', 'read']);
  });

  it('offers a person nothing while an item is being sent, because it may already have arrived', () => {
    expect(deliveryChoices('sending')).toEqual([]);
    expect(deliveryChoices('needs-attention')).toEqual(['requeue', 'edit', 'withdraw']);
  });

  it('leaves withdrawn only on evidence that it had left before, and read only when the hub has lost it', () => {
    const waysOut = (state: DeliveryState) => deliveryEvents.filter((event) => moveDelivery(state, event) !== null);
    expect(waysOut('withdrawn')).toEqual(['had-left']);
    expect(waysOut('read')).toEqual(['re-offer']);
  });
});
