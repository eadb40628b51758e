import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { DeliveryBadge } from '../../ui/delivery-badge.tsx';
import { Instant } from '../../ui/instant.tsx';
import { UrgentMark } from '../../ui/urgent-mark.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import classes from './outbox-row.module.css';
import { useItemTitle } from './use-item-title.ts';
import { useWaitText } from './use-wait-text.ts';
import type { ConnectionFact } from './wait-reason.ts';

interface Props {
  readonly item: OutboxItem;
  readonly connection: ConnectionFact;
}

/** An item in the list: what, where it stands, to whom, why it waits. */
export function OutboxRow({ item, connection }: Props) {
  const { t } = useTranslation('outbox');
  const { names } = useBureaus();
  const title = useItemTitle();
  const wait = useWaitText();
  const isOnItsWay = item.state === 'waiting' || item.state === 'sending';
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        <bdi dir="auto" className={classes.title}>
          {title(item)}
        </bdi>
        {item.priority === 'urgent' ? <UrgentMark /> : null}
        <span className={classes.state}>
          <DeliveryBadge state={item.state} />
        </span>
      </div>
      <div className={classes.line}>
        <span className={classes.detail}>
          {item.to.length > 0 ? <bdi className={classes.to}>{t('to', { bureaus: names(item.to) })}</bdi> : null}{' '}
          {isOnItsWay && item.carried ? `${t('carriedShort', { number: item.carried.bundle })} ` : null}
          {wait(item, connection)}
        </span>
        <span className={classes.time}>
          <Instant at={item.sentAt ?? item.queuedAt} />
        </span>
      </div>
    </div>
  );
}
