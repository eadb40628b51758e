import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './safe-banner.module.css';

interface Props {
  /** Null while it is not known. */
  readonly status: Output<'status.get'> | null;
}

/** That nothing is lost, and whether the hub can be reached. */
export function SafeBanner({ status }: Props) {
  const { t } = useTranslation('outbox');
  const { dayAndTime } = useFormats();
  const isReadOnly = status?.readOnly === true;
  const Shape = isReadOnly ? IconAlertTriangle : IconShieldCheck;
  return (
    <div className={classes.banner} data-read-only={isReadOnly || undefined} role="status">
      <Shape size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.shape} />
      <p>
        {isReadOnly ? t('readOnly') : t('safe')}{' '}
        {status ? (
          <span className={classes.connection}>
            {t(`connection.${status.connection}`, { time: dayAndTime(status.since) })}
          </span>
        ) : null}
      </p>
    </div>
  );
}
