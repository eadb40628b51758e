import { Autocomplete, Button, PasswordInput, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreAction } from '../../data.ts';
import { useSettings } from '../../ui/settings-context.ts';
import { Entrance } from './entrance.tsx';
import { Recover } from './recover.tsx';
import classes from './session.module.css';
import { SignInProblem } from './sign-in-problem.tsx';
import { useCountdown } from './use-countdown.ts';
import { waitAfter } from './wait-after.ts';

interface Props {
  readonly usernames: readonly string[];
}

/** Opens the store with a person's passphrase; also the lock screen. */
export function SignIn({ usernames }: Props) {
  const { t } = useTranslation('session');
  const { settings, update } = useSettings();
  const client = useQueryClient();
  const [percent, setPercent] = useState(0);
  const unlock = useCoreAction('session.unlock', { onProgress: setPercent });
  const [username, setUsername] = useState(
    settings.lastUsername || (usernames.length === 1 ? (usernames[0] ?? '') : ''),
  );
  const [passphrase, setPassphrase] = useState('');
  const [isRecovering, setRecovering] = useState(false);
  const wait = useCountdown(
    unlock.error ? waitAfter(unlock.error.appError) : 0,
    unlock.failureCount + unlock.submittedAt,
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (unlock.isPending || wait > 0) return;
    setPercent(0);
    try {
      await unlock.mutateAsync({ username, passphrase });
      update({ lastUsername: username.trim().toLowerCase() });
      await client.invalidateQueries({ queryKey: ['session.state'] });
    } catch {
      setPassphrase(''); // the notice says why; see unlock.error
    }
  };

  if (isRecovering) return <Recover username={username} onDone={() => setRecovering(false)} />;
  return (
    <Entrance title={t('signIn.title')} lead={t('signIn.lead')}>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <Autocomplete
          label={t('signIn.username')}
          data={[...usernames]}
          openOnFocus={false} // it would lie over the passphrase
          value={username}
          onChange={setUsername}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          size="sm"
          data-autofocus={username === '' || undefined}
          autoFocus={username === ''}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t('signIn.passphrase')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          dir="ltr"
          size="sm"
          autoFocus={username !== ''}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        {unlock.error ? <SignInProblem error={unlock.error.appError} wait={wait} /> : null}
        <Button type="submit" size="sm" loading={unlock.isPending} disabled={wait > 0} fullWidth>
          {t('signIn.submit')}
        </Button>
        {unlock.isPending ? <Progress value={percent} size="sm" aria-label={t('signIn.opening')} /> : null}
        <Button variant="subtle" size="xs" onClick={() => setRecovering(true)} fullWidth>
          {t('recover.open')}
        </Button>
        <p className={classes.progress} role="status">
          {unlock.isPending ? t('signIn.opening') : ''}
        </p>
      </form>
    </Entrance>
  );
}
