import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import classes from './session.module.css';

interface Props {
  readonly error: AppError;
  /** Seconds until the next attempt is taken. */
  readonly wait: number;
}

/** Why the store did not open, and how long to wait where that is the answer. */
export function SignInProblem({ error, wait }: Props) {
  const { t } = useTranslation('session');
  return (
    <div>
      <ErrorNotice error={error} />
      {wait > 0 ? (
        <p className={classes.wait} role="timer">
          {t('signIn.wait', { count: wait })}
        </p>
      ) : null}
    </div>
  );
}
