import { describe, expect, it } from 'vitest';
import type { MessageDetail } from '#shared/ipc/messages.ts';
import {
  isUnread,
  messageToAnswer,
  runningClock,
  whereToRead,
} from '../../../../renderer/features/messages/thread-facts.ts';

type Part = Pick<MessageDetail, 'direction' | 'state' | 'answerBy' | 'answered'> & { readonly name: string };

const part = (name: string, more: Partial<Part> = {}): Part => ({
  name,
  direction: 'out',
  state: 'sent',
  answerBy: null,
  answered: false,
  ...more,
});
const received = (name: string, more: Partial<Part> = {}) => part(name, { direction: 'in', state: 'read', ...more });

describe('a conversation', () => {
  it('opens at the first message nobody has read here, else at the last one', () => {
    const read = [part('a'), received('b')];
    expect(whereToRead(read)?.name).toBe('b');
    expect(
      whereToRead([...read, received('c', { state: 'delivered' }), received('d', { state: 'delivered' })])?.name,
    ).toBe('c');
    expect(whereToRead([])).toBeNull();
  });

  it('does not count as unread what was sent and only delivered', () => {
    expect(isUnread(part('a', { state: 'delivered' }))).toBe(false);
  });

  it('is answered at the last message that arrived; where none has, at the last one sent', () => {
    expect(messageToAnswer([received('a'), received('b'), part('c')])?.name).toBe('b');
    expect(messageToAnswer([part('a'), part('b')])?.name).toBe('b');
  });

  it('shows the open clock that runs out first, and an answered one only when none is open', () => {
    const late = received('late', { answerBy: 300 });
    const soon = received('soon', { answerBy: 200 });
    const done = received('done', { answerBy: 100, answered: true });
    expect(runningClock([late, done, soon])?.name).toBe('soon');
    expect(runningClock([done, part('x')])?.name).toBe('done');
    expect(runningClock([part('x')])).toBeNull();
  });
});
