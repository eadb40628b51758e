import { IconAlarm, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/now-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { answerClock, isSameDay } from './answer-clock.ts';
import classes from './clock-text.module.css';

interface Props {
  readonly answerBy: number | null;
  readonly answered: boolean;
  /** Without the time by the clock: where it is shown beside, or is of another day and there is little room. */
  readonly short?: boolean | 'other-day';
}

/** "Answer by 14:00, 2 h left", or how long it is overdue. */
export function ClockText({ answerBy, answered, short = false }: Props) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const now = useNow();
  const clock = answerClock(answerBy, answered, now);
  if (answerBy === null || clock.kind === 'none') return null;
  if (clock.kind === 'answered') return <span className={classes.clock}>{t('clock.answered')}</span>;
  const today = isSameDay(answerBy, now);
  const isShort = short === true || (short === 'other-day' && !today);
  const time = today ? formats.time(answerBy) : formats.dayAndTime(answerBy);
  const overdue = clock.kind === 'overdue';
  const Shape = overdue ? IconAlarm : IconClock;
  return (
    <span className={classes.clock} data-overdue={overdue || undefined} title={formats.exact(answerBy)}>
      <Shape size="0.875rem" stroke={1.75} aria-hidden="true" />
      {t(isShort ? `clock.${clock.kind}Short` : `clock.${clock.kind}`, { time, span: formats.span(clock.span) })}
    </span>
  );
}
