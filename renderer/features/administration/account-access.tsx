import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewPassphrase } from '../../ui/new-passphrase.tsx';
import { passphraseRules } from '../../ui/passphrase-rules.ts';
import { useSession } from '../../ui/session-context.ts';
import type { Account } from './account.ts';
import classes from './administration.module.css';

interface Props {
  readonly account: Account;
}

/** Helps somebody back in: a name that wrong passphrases have locked is released, a forgotten passphrase is replaced. */
export function AccountAccess({ account }: Props) {
  const { user, can } = useSession();
  if (!account.active || account.id === user.id) return null;
  return (
    <>
      {can('account.release') ? <Release account={account} /> : null}
      {can('account.manage') ? <ResetPassphrase account={account} /> : null}
    </>
  );
}

function Release({ account }: Props) {
  const { t } = useTranslation('administration');
  const release = useCoreAction('account.release');
  return (
    <>
      <p>{t('access.releaseEffect', { name: account.name })}</p>
      {release.error ? <ErrorNotice error={release.error.appError} /> : null}
      <div className={classes.buttons}>
        <span role="status">{release.isSuccess ? t('access.released', { name: account.name }) : ''}</span>
        <Button variant="default" loading={release.isPending} onClick={() => release.mutate({ id: account.id })}>
          {t('access.release')}
        </Button>
      </div>
    </>
  );
}

const empty = { passphrase: '', repeated: '' };

function ResetPassphrase({ account }: Props) {
  const { t } = useTranslation('administration');
  const reset = useCoreAction('account.reset-passphrase');
  const [chosen, setChosen] = useState(empty);
  const { passphrase, repeated } = chosen;
  const isReady = passphraseRules(passphrase, repeated, account.username).every(({ isMet }) => isMet);
  const submit = () => reset.mutate({ id: account.id, passphrase }, { onSuccess: () => setChosen(empty) });
  return (
    <>
      <p>{t('access.resetEffect', { name: account.name })}</p>
      <NewPassphrase value={chosen} onChange={setChosen} username={account.username} />
      {reset.error ? <ErrorNotice error={reset.error.appError} /> : null}
      <div className={classes.buttons}>
        <span role="status">{reset.isSuccess ? t('access.resetDone', { name: account.name }) : ''}</span>
        <Button variant="default" loading={reset.isPending} disabled={!isReady} onClick={submit}>
          {t('access.reset')}
        </Button>
      </div>
    </>
  );
}
