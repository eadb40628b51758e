import type { MessageDetail } from '#shared/ipc/messages.ts';

type Part = Pick<MessageDetail, 'direction' | 'state' | 'answerBy' | 'answered'>;

/** What arrived and was not opened here yet. */
export const isUnread = ({ direction, state }: Pick<Part, 'direction' | 'state'>) =>
  direction === 'in' && state === 'delivered';

/** The first message not read yet, else the last one: where reading goes on. Null in an empty conversation. */
export function whereToRead<M extends Part>(thread: readonly M[]): M | null {
  return thread.find(isUnread) ?? thread.at(-1) ?? null;
}

/** What an answer answers: the last message that arrived; where nothing has arrived, the last one sent. */
export function messageToAnswer<M extends Part>(thread: readonly M[]): M | null {
  return thread.findLast(({ direction }) => direction === 'in') ?? thread.at(-1) ?? null;
}

/** The open request whose clock runs out first, else the last clock that was answered. */
export function runningClock<M extends Part>(thread: readonly M[]): M | null {
  const clocks = thread.filter(({ answerBy }) => answerBy !== null);
  const open = clocks.filter(({ answered }) => !answered);
  const soonest = open.reduce<M | null>(
    (first, one) => (first === null || (one.answerBy ?? 0) < (first.answerBy ?? 0) ? one : first),
    null,
  );
  return soonest ?? clocks.at(-1) ?? null;
}
