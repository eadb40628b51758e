import { Button, Switch } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction } from '../../data.ts';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';

interface Props {
  readonly status: Output<'status.get'>;
}

/** Whether anything leaves at all, and whether only what is urgent does: both stay as a person leaves them. */
export function SendingRules({ status }: Props) {
  const { t } = useTranslation('outbox');
  const { can } = useSession();
  const pause = useCoreAction('sync.pause');
  const onlyUrgent = useCoreAction('sync.only-urgent');
  const isPaused = status.paused !== null;
  const isOnlyUrgent = status.onlyUrgent !== null;
  const mayChange = can('outbox.manage');
  const togglePause = () => pause.mutate({ on: !isPaused });
  const toggleUrgent = () => onlyUrgent.mutate({ on: !isOnlyUrgent });
  const keys = [
    { keys: 'shift+p', label: t(isPaused ? 'resumeAll' : 'pauseAll'), run: togglePause },
    { keys: 'shift+u', label: t('onlyUrgent'), run: toggleUrgent },
  ];
  useShortcuts(t('title'), mayChange ? keys : []);
  const Shape = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Switch label={t('onlyUrgent')} checked={isOnlyUrgent} disabled={!mayChange} onChange={toggleUrgent} />
      {mayChange ? (
        <Button variant="default" leftSection={<Shape size="1rem" aria-hidden="true" />} onClick={togglePause}>
          {t(isPaused ? 'resumeAll' : 'pauseAll')}
        </Button>
      ) : null}
    </>
  );
}
