import { IconShieldQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import classes from './top-notice.module.css';

/** Over every screen, while something that is not the hub answers at its address: what that means, what is safe, what to do. */
export function UntrustedNotice() {
  const { t } = useTranslation('status');
  const { data: status } = useCoreQuery('status.get', {});
  if (status?.connection !== 'untrusted') return null;
  return (
    <section className={classes.notice} role="alert" aria-label={t('untrusted.label')}>
      <IconShieldQuestion size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>{t('untrusted.what')}</p>
        <p>{t('untrusted.safe')}</p>
        <p>{t('untrusted.do')}</p>
      </div>
    </section>
  );
}
