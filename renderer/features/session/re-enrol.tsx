import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSettings } from '../../ui/settings-context.ts';
import { Entrance } from './entrance.tsx';
import classes from './session.module.css';

interface Props {
  /** Who was signing in when the store turned out to have no identity. */
  readonly username: string;
  readonly passphrase: string;
  readonly onBack: () => void;
}

/** A restored store becomes that of a new workstation: hub and one-time code, and it opens. */
export function ReEnrol({ username, passphrase, onBack }: Props) {
  const { t } = useTranslation(['backup', 'session']);
  const { settings, update } = useSettings();
  const client = useQueryClient();
  const enrol = useCoreAction('session.re-enrol');
  const [hubUrl, setHubUrl] = useState(settings.hubUrl);
  const [enrolmentCode, setCode] = useState('');
  const isReady = URL.canParse(hubUrl) && new URL(hubUrl).protocol === 'https:' && parseEnrolmentCode(enrolmentCode).ok;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || enrol.isPending) return;
    const answer = await enrol.mutateAsync({ hubUrl, enrolmentCode, username, passphrase }).catch(() => null); // the notice says why
    if (answer === null) return;
    update({ hubUrl, lastUsername: username.trim().toLowerCase() });
    await client.invalidateQueries({ queryKey: ['session.state'] });
  };
  const identifier = { dir: 'ltr', spellCheck: false, autoComplete: 'off', autoCapitalize: 'none' } as const;
  return (
    <Entrance title={t('backup:reEnrol.title')} lead={t('backup:reEnrol.lead')}>
      <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          {...identifier}
          type="url"
          label={t('session:enrol.hubUrl')}
          description={t('session:enrol.hubUrlHint')}
          value={hubUrl}
          onChange={(event) => setHubUrl(event.currentTarget.value)}
          autoFocus={hubUrl === ''}
        />
        <TextInput
          {...identifier}
          label={t('session:enrol.code')}
          description={t('session:enrol.codeHint')}
          value={enrolmentCode}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoFocus={hubUrl !== ''}
        />
        {enrol.error ? <ErrorNotice error={enrol.error.appError} /> : null}
        <Button type="submit" size="sm" loading={enrol.isPending} disabled={!isReady}>
          {t('backup:reEnrol.submit')}
        </Button>
        <Button variant="subtle" size="sm" onClick={onBack}>
          {t('session:recover.back')}
        </Button>
        <p className={classes.progress} role="status">
          {enrol.isPending ? t('backup:reEnrol.working') : ''}
        </p>
      </form>
    </Entrance>
  );
}
