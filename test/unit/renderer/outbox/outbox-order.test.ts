import { describe, expect, it } from 'vitest';
import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { inOutboxOrder, openItem } from '../../../../renderer/features/outbox/outbox-order.ts';

const item = (id: string, state: DeliveryState): OutboxItem => ({
  id,
  kind: 'message',
  title: id,
  to: ['RUR'],
  priority: 'routine',
  state,
  reason: null,
  carried: null,
  problem: null,
  caseId: null,
  caseReference: null,
  refId: id,
  conversationId: null,
  queuedAt: 0,
  attempts: 0,
  nextAttemptAt: null,
  sentAt: null,
  canWithdraw: false,
  canRetry: false,
  canPause: false,
  canResume: false,
  uploaded: null,
});
const items = [
  item('gone', 'sent'),
  item('next', 'waiting'),
  item('stuck', 'needs-attention'),
  item('going', 'sending'),
];

describe('the outbox', () => {
  it('lists what needs a person first, then what is on its way, then what is done, each in the order of the core', () => {
    expect(inOutboxOrder(items).map(({ id }) => id)).toEqual(['stuck', 'next', 'going', 'gone']);
  });

  it('opens by itself what needs a person, and nothing else', () => {
    const ordered = inOutboxOrder(items);
    expect(openItem(ordered, null)?.id).toBe('stuck');
    expect(openItem(ordered, 'gone')?.id).toBe('gone');
    expect(openItem(ordered.slice(1), 'no longer listed')).toBeNull();
  });
});
