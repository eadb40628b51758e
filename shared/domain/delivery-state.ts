/**
 * The life of everything that leaves the workstation. One vocabulary for messages, checks and record changes.
 *
 *   draft ──queue──► waiting ──send──► sending ──receipt──► sent ──deliver──► delivered ──read──► read
 *     ▲                │ ▲ ▲             │  │                │ │                 │
 *     ├── take-back ───┤ │ └── retry ────┘  │ refuse         │ └── cannot-open ──┤
 *     │                │ └──── re-offer ────┼────────────────┘                   │
 *     │         refuse ▼                    ▼                                    ▼
 *     └── edit ──── needs-attention ◄───────┴────────────────────────────────────┘
 *                      │ requeue ► waiting
 *   draft, waiting, needs-attention ──withdraw──► withdrawn ──had-left──► sent
 *
 * Evidence may overtake: a delivery or a reading that arrives early is kept with its addressee, and counts as soon as the hub's own
 * receipt has come; until then the item goes on. What is being sent cannot be withdrawn: it may already have arrived. Only at an older copy
 * of a store, which knows nothing of that, can something be withdrawn that had left; the bureau's stream says so.
 * Delivered and read go back only to be offered once more to a hub that has lost them, and nothing leaves the outbox but by a receipt or a named person.
 */
import { z } from 'zod';

export const deliveryStates = [
  'draft',
  'waiting',
  'sending',
  'sent',
  'delivered',
  'read',
  'needs-attention',
  'withdrawn',
] as const;
export const deliveryState = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof deliveryState>;

export const deliveryEvents = [
  'queue',
  'take-back',
  'send',
  'retry',
  'receipt',
  'refuse',
  'deliver',
  'read',
  'cannot-open',
  're-offer',
  'requeue',
  'edit',
  'withdraw',
  'had-left',
] as const;
export const deliveryEvent = z.enum(deliveryEvents);
export type DeliveryEvent = z.infer<typeof deliveryEvent>;

interface DeliveryRule {
  readonly from: readonly DeliveryState[];
  readonly to: DeliveryState;
  /** Only a named person may do this; everything else is done by the machine on evidence. */
  readonly byPerson: boolean;
}

const onTheWay: readonly DeliveryState[] = ['waiting', 'sending', 'needs-attention'];

export const deliveryRules: Record<DeliveryEvent, DeliveryRule> = {
  queue: { from: ['draft'], to: 'waiting', byPerson: true },
  'take-back': { from: ['waiting'], to: 'draft', byPerson: true },
  send: { from: ['waiting'], to: 'sending', byPerson: false },
  retry: { from: ['sending'], to: 'waiting', byPerson: false },
  receipt: { from: onTheWay, to: 'sent', byPerson: false },
  refuse: { from: ['waiting', 'sending'], to: 'needs-attention', byPerson: false },
  deliver: { from: [...onTheWay, 'sent'], to: 'delivered', byPerson: false },
  read: { from: [...onTheWay, 'sent', 'delivered'], to: 'read', byPerson: false },
  'cannot-open': { from: ['sent', 'delivered'], to: 'needs-attention', byPerson: false },
  're-offer': { from: ['sent', 'delivered', 'read'], to: 'waiting', byPerson: false },
  requeue: { from: ['needs-attention'], to: 'waiting', byPerson: true },
  edit: { from: ['needs-attention'], to: 'draft', byPerson: true },
  withdraw: { from: ['draft', 'waiting', 'needs-attention'], to: 'withdrawn', byPerson: true },
  'had-left': { from: ['withdrawn'], to: 'sent', byPerson: false },
};

/** The state after an event, or null where the event changes nothing from here. */
export function moveDelivery(from: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  const rule = deliveryRules[event];
  return rule.from.includes(from) ? rule.to : null;
}

/** What a person can do with an item in this state. */
export function deliveryChoices(from: DeliveryState): DeliveryEvent[] {
  return deliveryEvents.filter((event) => deliveryRules[event].byPerson && moveDelivery(from, event) !== null);
}

/** Whether the item still occupies the outbox: not yet acknowledged by the hub and not withdrawn. */
export function isInOutbox(state: DeliveryState): boolean {
  return state === 'waiting' || state === 'sending' || state === 'needs-attention';
}
