import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { itemChoices } from './item-choices.ts';
import { useItemTitle } from './use-item-title.ts';

interface Props {
  readonly item: OutboxItem;
}

/** What a person can do with an item; each button names the item, for those who hear the screen. */
export function ItemActions({ item }: Props) {
  const { t } = useTranslation('outbox');
  const { can } = useSession();
  const title = useItemTitle()(item);
  const navigate = useNavigate();
  const retry = useCoreAction('outbox.retry');
  const withdraw = useCoreAction('outbox.withdraw');
  const choices = itemChoices(item, can);
  const runs = {
    retry: () => retry.mutate({ id: item.id }),
    edit: () => void navigate({ to: '/messages/compose', search: { resend: item.refId } }),
    withdraw: () => withdraw.mutate({ id: item.id }),
  };
  const keys = { retry: 'r', edit: 'e', withdraw: 'w' } as const;
  useShortcuts(
    t('itemLabel'),
    choices.map((choice) => ({ keys: keys[choice], label: t(`keys.${choice}`), run: runs[choice] })),
  );
  const failed = retry.error ?? withdraw.error;
  return (
    <>
      {choices.length > 0 ? (
        <Group gap="sm">
          {choices.map((choice, at) => (
            <Button
              key={choice}
              variant={at === 0 && item.state === 'needs-attention' ? 'filled' : 'default'}
              aria-label={t(`${choice}Name`, { title })}
              onClick={runs[choice]}
            >
              {t(choice)}
            </Button>
          ))}
        </Group>
      ) : null}
      <span role="status">{announcement(retry.isSuccess, withdraw.isSuccess)}</span>
      {failed ? <ErrorNotice error={toAppError(failed)} /> : null}
    </>
  );

  function announcement(isRetried: boolean, isWithdrawn: boolean): string | null {
    if (isWithdrawn) return t('announce.withdraw', { title });
    return isRetried ? t('announce.retry', { title }) : null;
  }
}
