import { Autocomplete, Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreDamage } from '#shared/ipc/session.ts';
import { useSettings } from '../../ui/settings-context.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { DamagedStore } from './damaged-store.tsx';
import { Entrance } from './entrance.tsx';
import { needsRecovery } from './needs-recovery.ts';
import { OpeningProgress } from './opening-progress.tsx';
import { ReEnrol } from './re-enrol.tsx';
import { Recover } from './recover.tsx';
import classes from './session.module.css';
import { SignInProblem } from './sign-in-problem.tsx';
import { useCountdown } from './use-countdown.ts';
import { useOpening } from './use-opening.ts';
import { waitAfter } from './wait-after.ts';

interface Props {
  readonly usernames: readonly string[];
  /** What the last try has met. */
  readonly damage: StoreDamage | null;
}

/** Opens the store with a person's passphrase; also the lock screen. */
export function SignIn({ usernames, damage }: Props) {
  const { t } = useTranslation('session');
  const { settings, update } = useSettings();
  const { action: unlock, percent, open } = useOpening('session.unlock');
  const [username, setUsername] = useState(
    settings.lastUsername || (usernames.length === 1 ? (usernames[0] ?? '') : ''),
  );
  const [passphrase, setPassphrase] = useState('');
  const [isRecovering, setRecovering] = useState(false);
  const [reEnrolling, setReEnrolling] = useState<{ username: string; passphrase: string } | null>(null);
  const wait = useCountdown(
    unlock.error ? waitAfter(unlock.error.appError) : 0,
    unlock.failureCount + unlock.submittedAt,
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (unlock.isPending || wait > 0) return;
    try {
      await open({ username, passphrase });
      update({ lastUsername: username.trim().toLowerCase() });
    } catch (refusal) {
      const { code } = toAppError(refusal);
      if (code === 'needs-enrolment') setReEnrolling({ username, passphrase });
      // The notice says why; after damage the ways on need the passphrase once more.
      if (code !== 'store-damaged') setPassphrase('');
    }
  };

  const giveUp = () => {
    setPassphrase('');
    unlock.reset();
  };

  if (reEnrolling) return <ReEnrol {...reEnrolling} onBack={() => setReEnrolling(null)} />;
  if (damage && unlock.error)
    return <DamagedStore damage={damage} credentials={{ username, passphrase }} onBack={giveUp} />;
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
        {unlock.error ? (
          <SignInProblem error={unlock.error.appError} wait={wait} onRecover={() => setRecovering(true)} />
        ) : null}
        <Button type="submit" size="sm" loading={unlock.isPending} disabled={wait > 0} fullWidth>
          {t('signIn.submit')}
        </Button>
        {unlock.isPending ? <OpeningProgress percent={percent} /> : null}
        {unlock.error && needsRecovery(unlock.error.appError) ? null : (
          <Button variant="subtle" size="xs" onClick={() => setRecovering(true)} fullWidth>
            {t('recover.open')}
          </Button>
        )}
      </form>
    </Entrance>
  );
}
