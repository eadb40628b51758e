import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import { useCoreQuery } from '../../data.ts';
import classes from './store-notices.module.css';

/** Not yet a trouble: said calmly. */
const EARLY: readonly AppError['code'][] = ['store-nearly-full', 'disk-short'];

/** What about the store of this machine somebody should know and do: above every screen as long as it is so. */
export function StoreNotices() {
  const { t } = useTranslation('status');
  const { data: status } = useCoreQuery('status.get', {});
  if (!status || status.notices.length === 0) return null;
  return (
    <section className={classes.notices} aria-label={t('notices')}>
      {status.notices.map((notice) => (
        <StoreNotice key={notice.code} notice={notice} />
      ))}
    </section>
  );
}

function StoreNotice({ notice: { code, params } }: { readonly notice: AppError }) {
  const { t } = useTranslation('errors');
  const isEarly = EARLY.includes(code);
  const Icon = isEarly ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={classes.notice} data-early={isEarly || undefined} role={isEarly ? 'status' : 'alert'}>
      <Icon size="1rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <p>
        <strong>{t(`${code}.what`, { ...params })}</strong> {t(`${code}.safe`, { ...params })}{' '}
        {t(`${code}.do`, { ...params })}
      </p>
    </div>
  );
}
