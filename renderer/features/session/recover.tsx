import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readRecoveryWords } from '#shared/domain/recovery-words.ts';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewPassphrase, type NewPassphraseValue } from '../../ui/new-passphrase.tsx';
import { passphraseRules } from '../../ui/passphrase-rules.ts';
import { Entrance } from './entrance.tsx';
import { RecoveryWordsField } from './recovery-words-field.tsx';
import classes from './session.module.css';

interface Props {
  /** The name that was typed at the door. */
  readonly username: string;
  readonly onDone: () => void;
}

const empty: NewPassphraseValue = { passphrase: '', repeated: '' };

/** With the printed recovery key, an account gets a new passphrase: for when nobody is there who could release or reset it. */
export function Recover({ username: typed, onDone }: Props) {
  const { t } = useTranslation('session');
  const recover = useCoreAction('session.recover');
  const [username, setUsername] = useState(typed);
  const [recoveryKey, setRecoveryKey] = useState('');
  const [isWanted, setWanted] = useState(false);
  const [chosen, setChosen] = useState(empty);
  const isReady =
    username !== '' &&
    recoveryKey !== '' &&
    passphraseRules(chosen.passphrase, chosen.repeated, username).every(({ isMet }) => isMet);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWanted(true);
    if (!isReady || recover.isPending || !readRecoveryWords(recoveryKey).ok) return;
    recover.mutate({ recoveryKey, username, passphrase: chosen.passphrase }, { onSuccess: onDone });
  };

  return (
    <Entrance wide title={t('recover.title')} lead={t('recover.lead')}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('signIn.username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          required
          withAsterisk={false}
        />
        <RecoveryWordsField
          value={recoveryKey}
          onChange={(typed) => {
            setRecoveryKey(typed);
            setWanted(false);
          }}
          isWanted={isWanted}
        />
        <NewPassphrase value={chosen} onChange={setChosen} username={username} />
        {recover.error ? <ErrorNotice error={recover.error.appError} /> : null}
        <Button type="submit" size="sm" loading={recover.isPending} disabled={!isReady} fullWidth>
          {t('recover.submit')}
        </Button>
        <Button variant="subtle" size="sm" onClick={onDone} fullWidth>
          {t('recover.back')}
        </Button>
      </form>
    </Entrance>
  );
}
