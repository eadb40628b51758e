import { Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewPassphrase } from '../../ui/new-passphrase.tsx';
import { isGoodPassphrase } from '../../ui/passphrase-rules.ts';
import { useSession } from '../../ui/session-context.ts';
import classes from './settings.module.css';

const empty = { current: '', passphrase: '', repeated: '' };

/** A new passphrase for the person who is signed in. */
export function ChangePassphrase() {
  const { t } = useTranslation('settings');
  const { user } = useSession();
  const change = useCoreAction('account.change-passphrase');
  const [isOpen, setOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const { current, passphrase, repeated } = values;
  const isReady = current !== '' && isGoodPassphrase(passphrase, repeated, user.username);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const isChanged = await change.mutateAsync({ current, next: passphrase }).then(
      () => true,
      () => false, // the notice below says why
    );
    if (!isChanged) return;
    setValues(empty);
    setOpen(false);
    notifications.show({ message: t('passphrase.changed') });
  };
  if (!isOpen) {
    return (
      <div className={classes.row}>
        <p className={classes.label}>{t('passphrase.title')}</p>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('passphrase.change')}
        </Button>
      </div>
    );
  }
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <p className={classes.label}>{t('passphrase.title')}</p>
      <PasswordInput
        size="xs"
        autoFocus
        dir="ltr"
        autoComplete="off"
        label={t('passphrase.current')}
        value={current}
        onChange={(event) => setValues({ ...values, current: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': t('passphrase.show') }}
      />
      <NewPassphrase
        value={{ passphrase, repeated }}
        onChange={(next) => setValues({ ...values, ...next })}
        username={user.username}
      />
      {change.error ? <ErrorNotice error={change.error.appError} /> : null}
      <div>
        <Button type="submit" loading={change.isPending} disabled={!isReady}>
          {t('passphrase.change')}
        </Button>{' '}
        <Button
          variant="default"
          onClick={() => {
            setValues(empty);
            setOpen(false);
          }}
        >
          {t('passphrase.cancel')}
        </Button>
      </div>
    </form>
  );
}
