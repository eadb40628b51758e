import { useTranslation } from 'react-i18next';
import type { MessageRow } from '#shared/ipc/messages.ts';
import { Code } from '../../ui/code.tsx';
import { DeliveryBadge } from '../../ui/delivery-badge.tsx';
import { Instant } from '../../ui/instant.tsx';
import { UrgentMark } from '../../ui/urgent-mark.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { ClockText } from './clock-text.tsx';
import classes from './message-row-view.module.css';
import { isUnread } from './thread-facts.ts';

interface Props {
  readonly row: MessageRow;
}

/** A message in the list: with whom, about what, how urgent, and where it stands. */
export function MessageRowView({ row }: Props) {
  return (
    <div className={classes.row} data-unread={isUnread(row) || undefined}>
      <div className={classes.line}>
        <Counterpart row={row} />
        {row.priority === 'urgent' ? <UrgentMark /> : null}
        <span className={classes.time}>
          <Instant at={row.at} />
        </span>
      </div>
      <div className={classes.line}>
        <Subject row={row} />
        <span className={classes.state}>
          <RowState row={row} />
        </span>
      </div>
    </div>
  );
}

function Counterpart({ row }: Props) {
  const { t } = useTranslation('messages');
  const { name, names } = useBureaus();
  return (
    <span className={classes.counterpart}>
      {isUnread(row) ? <span className={classes.unread}>{t('list.unread')}</span> : null}
      <bdi>
        {row.direction === 'in' ? t('list.from', { bureau: name(row.from) }) : t('list.to', { bureaus: names(row.to) })}
      </bdi>
    </span>
  );
}

function Subject({ row }: Props) {
  const { t } = useTranslation('messages');
  return (
    <>
      <bdi dir="auto" className={classes.subject}>
        {row.subject || t('list.noSubject')}
      </bdi>{' '}
      {row.caseReference ? (
        <span className={classes.reference}>
          <Code>{row.caseReference}</Code>
        </span>
      ) : null}
    </>
  );
}

/** The clock while an answer is owed or awaited; else where what was sent stands. */
function RowState({ row }: Props) {
  const isSettled = row.direction === 'out' && (row.answerBy === null || row.state === 'needs-attention');
  if (isSettled) return <DeliveryBadge state={row.state} />;
  return <ClockText answerBy={row.answerBy} answered={row.answered} short="other-day" />;
}
