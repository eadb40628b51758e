import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import type errors from '../locales/en/errors.json';
import classes from './error-notice.module.css';

type KnownError = keyof typeof errors;

interface Props {
  readonly error: AppError;
  /** Buttons that do what the last sentence says. */
  readonly actions?: ReactNode;
}

/** An error a person can act on: what happened, what is safe, what to do. */
export function ErrorNotice({ error, actions }: Props) {
  const { t, i18n } = useTranslation(['errors', 'ui']);
  const known = i18n.exists(`errors:${error.code}.what`);
  const code = (known ? error.code : 'unexpected') as KnownError;
  const params = { ...error.params };
  return (
    <div role="alert" className={classes.notice}>
      <IconAlertTriangle size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>{t(`errors:${code}.what`, params)}</p>
        <p>{t(`errors:${code}.safe`, params)}</p>
        <p>{t(`errors:${code}.do`, params)}</p>
        {known ? null : <p className={classes.code}>{t('ui:error.code', { code: error.code })}</p>}
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}
