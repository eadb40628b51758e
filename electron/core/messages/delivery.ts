import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { ReadDb } from '../store/database.ts';
import type { RecipientRecord } from '../store/tables/message-recipients.ts';
import { recipientsOf } from '../store/tables/message-recipients.ts';
import type { MessageRecord } from '../store/tables/messages.ts';
import { type OutboxRecord, outboxItemById } from '../store/tables/outbox.ts';

/** What is known of one bureau for itself; before that, its state is that of the outbox. */
const ownWord: readonly DeliveryState[] = ['sent', 'delivered', 'read', 'needs-attention'];

export interface MessageDelivery {
  readonly state: DeliveryState;
  readonly recipients: RecipientRecord[];
}

/** Where a message stands, as a whole and with each addressee. */
export function deliveryOf(db: ReadDb, message: Pick<MessageRecord, 'id' | 'direction' | 'readAt'>): MessageDelivery {
  const stored = recipientsOf(db, message.id);
  if (message.direction === 'in') return { state: message.readAt === null ? 'delivered' : 'read', recipients: stored };
  const atHub = stateAtHub(outboxItemById(db, message.id));
  const recipients = stored.map((recipient) =>
    ownWord.includes(recipient.state) ? recipient : { ...recipient, state: atHub },
  );
  return { state: atHub === 'sent' ? stateOfAll(recipients) : atHub, recipients };
}

/** The outbox, as far as it speaks for every addressee; what came from another workstation of the bureau has been sent. */
function stateAtHub(item: OutboxRecord | null): DeliveryState {
  if (!item || item.state === 'delivered' || item.state === 'read') return 'sent';
  return item.state === 'needs-attention' && item.sentAt !== null ? 'sent' : item.state;
}

/** A message is as far as the addressee that is least far; one that could not open it wants attention first of all. */
export function stateOfAll(recipients: readonly Pick<RecipientRecord, 'state'>[]): DeliveryState {
  const states = recipients.map(({ state }) => state);
  if (states.includes('needs-attention')) return 'needs-attention';
  if (states.length > 0 && states.every((state) => state === 'read')) return 'read';
  if (states.length > 0 && states.every((state) => state === 'read' || state === 'delivered')) return 'delivered';
  return 'sent';
}
