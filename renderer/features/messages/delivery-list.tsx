import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '#shared/ipc/messages.ts';
import { DeliveryBadge } from '../../ui/delivery-badge.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './delivery-list.module.css';

type Recipient = MessageDetail['recipients'][number];

interface Props {
  readonly recipients: readonly Recipient[];
}

/** Where a message stands with each bureau it went to, in words. */
export function DeliveryList({ recipients }: Props) {
  const { t } = useTranslation('messages');
  const { name } = useBureaus();
  return (
    <ul className={classes.list} aria-label={t('thread.delivery')}>
      {recipients.map((recipient) => (
        <li key={recipient.bureau} className={classes.recipient}>
          <bdi>{name(recipient.bureau)}</bdi>
          <DeliveryBadge state={recipient.state} />
          <DeliveryTime {...recipient} />
        </li>
      ))}
    </ul>
  );
}

/** When it came to its state; of what was read, also when it arrived. */
function DeliveryTime({ deliveredAt, readAt }: Recipient) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const at = readAt ?? deliveredAt;
  if (at === null) return null;
  return (
    <span className={classes.time}>
      <Instant at={at} as="moment" />
      {readAt !== null && deliveredAt !== null ? (
        <> ({t('thread.deliveredAt', { time: formats.dayAndTime(deliveredAt) })})</>
      ) : null}
    </span>
  );
}
