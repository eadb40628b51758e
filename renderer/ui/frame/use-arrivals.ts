import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { onCoreEvent, shell } from '../../bridge.ts';
import { useSession } from '../session-context.ts';
import { useBureaus } from '../use-bureaus.ts';
import { GatheredArrivals, type ShowArrivals } from './gathered-arrivals.ts';

/** Says that messages arrived, in a corner of the screen and to the desktop; never whom or what they are about. */
export function useArrivals(): void {
  const { t } = useTranslation(['ui', 'common']);
  const { can } = useSession();
  const navigate = useNavigate();
  const bureaus = useBureaus();
  const mayRead = can('message.read');
  const show = useEffectEvent<ShowArrivals>((priority, from, onClose) => {
    const count = from.length;
    const title = t(`ui:arrival.title.${priority}`, { count });
    const [first = '', ...others] = new Set(from);
    void shell('notify', { title, body: t('ui:arrival.desktopBody', { count }) });
    return notifications.show({
      title,
      message:
        others.length === 0
          ? t('ui:arrival.from', { bureau: bureaus.name(first) })
          : t('ui:arrival.fromSeveral', { count: 1 + others.length }),
      color: priority === 'urgent' ? 'red' : 'accent',
      autoClose: priority === 'urgent' ? false : 8000,
      closeButtonProps: { 'aria-label': t('common:action.close') },
      onClick: () => void navigate({ to: '/messages' }),
      onClose,
    });
  });
  useEffect(() => {
    if (!mayRead) return;
    const arrivals = new GatheredArrivals((...notice) => show(...notice), notifications.hide);
    const unsubscribe = onCoreEvent((event) => {
      if (event.event === 'message-arrived') arrivals.add(event);
    });
    return () => {
      unsubscribe();
      arrivals.stop();
    };
  }, [mayRead]);
}
