import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { onCoreEvent, shell } from '../../bridge.ts';
import { useSession } from '../session-context.ts';
import { useBureaus } from '../use-bureaus.ts';

/** Says that a message arrived, in a corner of the screen and to the desktop; never whom or what it is about. */
export function useArrivals(): void {
  const { t } = useTranslation('ui');
  const { can } = useSession();
  const navigate = useNavigate();
  const bureaus = useBureaus();
  const mayRead = can('message.read');
  useEffect(() => {
    if (!mayRead) return;
    return onCoreEvent((event) => {
      if (event.event !== 'message-arrived') return;
      const title = t(`arrival.title.${event.priority}`);
      const body = t('arrival.body', { bureau: bureaus.name(event.from) });
      void shell('notify', { title, body: t('arrival.desktopBody') });
      notifications.show({
        title,
        message: body,
        color: event.priority === 'urgent' ? 'red' : 'accent',
        autoClose: event.priority === 'urgent' ? false : 8000,
        onClick: () => void navigate({ to: '/messages' }),
      });
    });
  }, [t, mayRead, navigate, bureaus]);
}
