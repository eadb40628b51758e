import { useTranslation } from 'react-i18next';
import type { RecipientProgress } from '#shared/ipc/messages.ts';
import { DeliveryBadge } from './delivery-badge.tsx';
import classes from './delivery-list.module.css';
import { Instant } from './instant.tsx';
import { useBureaus } from './use-bureaus.ts';
import { useFormats } from './use-formats.ts';

interface Props {
  readonly recipients: readonly RecipientProgress[];
}

/** Where a message stands with each bureau it went to, in words. */
export function DeliveryList({ recipients }: Props) {
  const { t } = useTranslation('ui');
  const { name } = useBureaus();
  return (
    <ul className={classes.list} aria-label={t('delivery.label')}>
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
function DeliveryTime({ deliveredAt, readAt }: RecipientProgress) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const at = readAt ?? deliveredAt;
  if (at === null) return null;
  return (
    <span className={classes.time}>
      <Instant at={at} as="moment" />
      {readAt !== null && deliveredAt !== null ? (
        <> ({t('delivery.deliveredAt', { time: formats.dayAndTime(deliveredAt) })})</>
      ) : null}
    </span>
  );
}
