import { IconAlarm } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/now-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './desk.module.css';

/** Less than this left: said in a stronger voice. */
const SOON_MS = 60 * 60_000;

interface Props {
  /** Milliseconds since 1970; null = no clock runs. */
  readonly due: number | null;
}

/** How long is left, or by how much it is late; the tooltip has the exact time. */
export function DeskClock({ due }: Props) {
  const { t } = useTranslation('desk');
  const formats = useFormats();
  const now = useNow();
  if (due === null) return <span className={classes.noClock}>{t('noClock')}</span>;
  const left = due - now;
  const state = left < 0 ? 'overdue' : left < SOON_MS ? 'soon' : 'later';
  const span = formats.span(Math.abs(left));
  return (
    <time
      className={classes.clock}
      data-state={state}
      dateTime={new Date(due).toISOString()}
      title={formats.exact(due)}
    >
      {state === 'later' ? null : <IconAlarm size="1rem" stroke={1.75} aria-hidden="true" />}
      {left < 0 ? t('overdue', { span }) : t('left', { span })}
    </time>
  );
}
