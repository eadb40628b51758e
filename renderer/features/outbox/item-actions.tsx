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
  /** Tells what was done: the item itself may be gone from the list by then. */
  readonly onDone: (what: string) => void;
}

/** What a person can do with an item; each button names the item, for those who hear the screen. */
export function ItemActions({ item, onDone }: Props) {
  const { t } = useTranslation('outbox');
  const { can } = useSession();
  const title = useItemTitle()(item);
  const navigate = useNavigate();
  const retry = useCoreAction('outbox.retry');
  const withdraw = useCoreAction('outbox.withdraw');
  const pause = useCoreAction('outbox.pause');
  const resume = useCoreAction('outbox.resume');
  const choices = itemChoices(item, can);
  // Not by a callback of the mutation: the item may be gone from the screen before the answer is here.
  const run = (action: typeof retry | typeof withdraw | typeof pause | typeof resume, said: string) =>
    void action.mutateAsync({ id: item.id }).then(
      () => onDone(said),
      () => undefined,
    );
  const runs = {
    retry: () => run(retry, t('announce.retry', { title })),
    edit: () => void navigate({ to: '/messages/compose', search: { resend: item.refId } }),
    withdraw: () => run(withdraw, t('announce.withdraw', { title })),
    pause: () => run(pause, t('announce.pause', { title })),
    resume: () => run(resume, t('announce.resume', { title })),
  };
  const keys = { retry: 'r', edit: 'e', withdraw: 'w', pause: 'p', resume: 'p' } as const;
  useShortcuts(
    t('itemLabel'),
    choices.map((choice) => ({ keys: keys[choice], label: t(`keys.${choice}`), run: runs[choice] })),
  );
  const failed = retry.error ?? withdraw.error ?? pause.error ?? resume.error;
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
      {failed ? <ErrorNotice error={toAppError(failed)} /> : null}
    </>
  );
}
