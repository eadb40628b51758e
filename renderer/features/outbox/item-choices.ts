import type { Permission } from '#shared/domain/permissions.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';

export type ItemChoice = 'retry' | 'resume' | 'edit' | 'pause' | 'withdraw';

/** Problems that come back when the same is sent again: what is in the item has to change. */
const toBeEdited = [
  'addressee-unknown',
  'blob-differs',
  'cannot-be-made',
  'id-reused',
  'malformed',
  'not-found',
  'too-large',
];

/**
 * What the buttons of an item offer, the likeliest first. Editing means withdrawing it and writing a new message with its content,
 * so it needs both; what has gone out cannot be
 * taken back, what was withdrawn can be written anew.
 */
export function itemChoices(
  {
    kind,
    state,
    canRetry,
    canWithdraw,
    canPause,
    canResume,
    problem,
  }: Pick<OutboxItem, 'kind' | 'state' | 'canRetry' | 'canWithdraw' | 'canPause' | 'canResume' | 'problem'>,
  can: (permission: Permission) => boolean,
): ItemChoice[] {
  if (!can('outbox.manage')) return [];
  const offered: Record<ItemChoice, boolean> = {
    retry: canRetry,
    resume: canResume,
    pause: canPause,
    edit: kind === 'message' && (canWithdraw || state === 'withdrawn') && can('message.send'),
    withdraw: canWithdraw,
  };
  const isToBeEdited = offered.edit && toBeEdited.includes(problem?.code ?? '');
  const order: ItemChoice[] = isToBeEdited
    ? ['edit', 'retry', 'withdraw']
    : ['retry', 'resume', 'edit', 'pause', 'withdraw'];
  return order.filter((choice) => offered[choice]);
}
