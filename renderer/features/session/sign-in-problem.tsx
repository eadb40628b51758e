import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { needsRecovery } from './needs-recovery.ts';
import classes from './session.module.css';

interface Props {
  readonly error: AppError;
  /** Seconds until the next attempt is taken. */
  readonly wait: number;
  /** Goes to the recovery key. */
  readonly onRecover: () => void;
}

/** Why the store did not open, and how long to wait where that is the answer. */
export function SignInProblem({ error, wait, onRecover }: Props) {
  const { t } = useTranslation('session');
  return (
    <div>
      <ErrorNotice error={error} actions={needsRecovery(error) ? <RecoverButton onRecover={onRecover} /> : null} />
      {wait > 0 ? (
        <p className={classes.wait} role="timer">
          {t('signIn.wait', { count: wait })}
        </p>
      ) : null}
    </div>
  );
}

function RecoverButton({ onRecover }: Pick<Props, 'onRecover'>) {
  const { t } = useTranslation('session');
  return (
    <Button variant="default" onClick={onRecover}>
      {t('recover.open')}
    </Button>
  );
}
