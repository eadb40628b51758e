import { Button, Modal, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RecoverySheet } from '../../ui/recovery/recovery-sheet.tsx';
import classes from './administration.module.css';

/** For when the printed key is lost, or somebody has seen it: a new one takes its place at once. */
export function ReplaceRecoveryKey() {
  const { t } = useTranslation('administration');
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes.recovery}>
      <h2>{t('recoveryKey.title')}</h2>
      <p>{t('recoveryKey.hint')}</p>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('recoveryKey.open')}
      </Button>
      {isOpen ? <Replacement onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

interface Props {
  readonly onClose: () => void;
}

function Replacement({ onClose }: Props) {
  const { t } = useTranslation(['administration', 'common']);
  const replace = useCoreAction('workstation.replace-recovery-key');
  const made = replace.data;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('administration:recoveryKey.title')}
      // Once the words are shown, only having them on paper ends it: a slip of the hand would leave the workstation without a key.
      withCloseButton={!made}
      closeOnEscape={!made}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {made ? (
        <div className={classes.form}>
          <p className={classes.text}>{t('administration:recoveryKey.made')}</p>
          <RecoverySheet {...made} done={t('administration:recoveryKey.done')} onDone={onClose} />
        </div>
      ) : (
        <ConfirmReplacement
          isPending={replace.isPending}
          error={replace.error ? <ErrorNotice error={replace.error.appError} /> : null}
          onConfirm={(passphrase) => replace.mutate({ passphrase })}
          onCancel={onClose}
        />
      )}
    </Modal>
  );
}

interface ConfirmProps {
  readonly isPending: boolean;
  readonly error: ReactNode;
  readonly onConfirm: (passphrase: string) => void;
  readonly onCancel: () => void;
}

function ConfirmReplacement({ isPending, error, onConfirm, onCancel }: ConfirmProps) {
  const { t } = useTranslation(['administration', 'common', 'session']);
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending || passphrase === '') return;
    onConfirm(passphrase);
    setPassphrase('');
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.text}>{t('administration:recoveryKey.effect')}</p>
      <PasswordInput
        data-autofocus
        dir="ltr"
        autoComplete="off"
        label={t('administration:recoveryKey.confirm')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('session:signIn.show') }}
      />
      {error}
      <div className={classes.buttons}>
        <Button type="submit" loading={isPending} disabled={passphrase === ''}>
          {t('administration:recoveryKey.replace')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}
