import { Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { coreQuery, useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import classes from './settings.module.css';

interface Props {
  /** What it is to be. */
  readonly needed: boolean;
  readonly onClose: () => void;
}

/** Says what needing the keyring, or no longer needing it, does, and asks for the passphrase. */
export function KeyringConfirm({ needed, onClose }: Props) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const change = useCoreAction('account.need-keyring');
  const [passphrase, setPassphrase] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === '') return;
    const isChanged = await change.mutateAsync({ needed, passphrase }).then(
      () => true,
      () => false, // the notice below says why
    );
    setPassphrase('');
    if (!isChanged) return;
    await client.invalidateQueries({ queryKey: coreQuery('account.keyring', {}).queryKey });
    notifications.show({ message: needed ? t('keyring.enabled') : t('keyring.disabled') });
    onClose();
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <p className={classes.label}>{t('keyring.title')}</p>
      <p className={classes.hint}>{needed ? t('keyring.enableEffect') : t('keyring.disableEffect')}</p>
      <PasswordInput
        size="xs"
        autoFocus
        dir="ltr"
        autoComplete="off"
        label={t('keyring.confirm')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('passphrase.show') }}
      />
      {change.error ? <ErrorNotice error={change.error.appError} /> : null}
      <div>
        <Button type="submit" loading={change.isPending} disabled={passphrase === ''}>
          {needed ? t('keyring.enable') : t('keyring.disable')}
        </Button>{' '}
        <Button variant="default" onClick={onClose}>
          {t('passphrase.cancel')}
        </Button>
      </div>
    </form>
  );
}
