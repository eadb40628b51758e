import { IconAlertTriangle, IconCloudQuestion, IconShieldQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import classes from './top-notice.module.css';

const icons = { untrusted: IconShieldQuestion, 'not-understood': IconCloudQuestion, 'own-fault': IconAlertTriangle };

/**
 * Over every screen, while something that is not the hub answers at its address, or the hub in a way that is none of the protocol, or this
 * workstation itself fails: what that means, what is safe, what to do.
 */
export function ExchangeNotice() {
  const { t } = useTranslation('status');
  const { data: status } = useCoreQuery('status.get', {});
  const kind = status?.connection;
  if (kind !== 'untrusted' && kind !== 'not-understood' && kind !== 'own-fault') return null;
  // A store that takes nothing more fails every round; its own notice says what to do.
  if (kind === 'own-fault' && status?.readOnly) return null;
  const Icon = icons[kind];
  return (
    <section className={classes.notice} role="alert" aria-label={t(`${kind}.label`)}>
      <Icon size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>{t(`${kind}.what`)}</p>
        <p>{t(`${kind}.safe`)}</p>
        <p>{t(`${kind}.do`)}</p>
      </div>
    </section>
  );
}
