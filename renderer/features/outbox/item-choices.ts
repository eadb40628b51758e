import type { Permission } from '#shared/domain/permissions.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';

export type ItemChoice = 'retry' | 'edit' | 'withdraw';

/**
 * What the buttons of an item offer, the likeliest first. Editing means withdrawing it and writing a new message with its content,
 * so it needs both; what has gone out cannot be taken back.
 */
export function itemChoices(
  { kind, canRetry, canWithdraw }: Pick<OutboxItem, 'kind' | 'canRetry' | 'canWithdraw'>,
  can: (permission: Permission) => boolean,
): ItemChoice[] {
  if (!can('outbox.manage')) return [];
  const offered: Record<ItemChoice, boolean> = {
    retry: canRetry,
    edit: kind === 'message' && canWithdraw && can('message.send'),
    withdraw: canWithdraw,
  };
  return (['retry', 'edit', 'withdraw'] as const).filter((choice) => offered[choice]);
}
