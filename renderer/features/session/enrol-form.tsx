import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewPassphrase } from '../../ui/new-passphrase.tsx';
import { isGoodPassphrase } from '../../ui/passphrase-rules.ts';
import { useSettings } from '../../ui/settings-context.ts';
import { type EnrolProblem, type EnrolValues, enrolProblems } from './enrol-values.ts';
import { Entrance } from './entrance.tsx';
import classes from './session.module.css';

interface Props {
  readonly onEnrolled: (answer: Output<'session.enrol'>) => void;
  readonly onRestore: () => void;
}

/** Hub, one-time code and the first account, which is an administrator's. */
export function EnrolForm({ onEnrolled, onRestore }: Props) {
  const { t } = useTranslation(['session', 'backup']);
  const { settings, update } = useSettings();
  const enrol = useCoreAction('session.enrol');
  const form = useForm<EnrolValues>({
    initialValues: { hubUrl: settings.hubUrl, enrolmentCode: '', name: '', username: '', passphrase: '', repeated: '' },
    validateInputOnBlur: true,
    validate: (values) => texts(enrolProblems(values)),
  });
  const texts = (problems: Partial<Record<keyof EnrolValues, EnrolProblem>>) =>
    Object.fromEntries(Object.entries(problems).map(([field, problem]) => [field, t(`enrol.problem.${problem}`)]));
  const { passphrase, repeated, username } = form.values;

  const submit = form.onSubmit(async ({ hubUrl, enrolmentCode, name }) => {
    if (!isGoodPassphrase(passphrase, repeated, username)) return;
    const answer = await enrol
      .mutateAsync({ hubUrl, enrolmentCode, account: { username, name, passphrase } })
      .catch(() => null); // the notice below says why
    if (answer === null) return;
    update({ hubUrl, lastUsername: username.trim().toLowerCase() });
    onEnrolled(answer);
  });

  const identifier = { dir: 'ltr', spellCheck: false, autoComplete: 'off', autoCapitalize: 'none' } as const;
  return (
    <Entrance wide title={t('enrol.title')} lead={t('enrol.lead')}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('enrol.hubGroup')}</legend>
          <TextInput
            {...identifier}
            autoFocus
            type="url"
            label={t('enrol.hubUrl')}
            description={t('enrol.hubUrlHint')}
            {...form.getInputProps('hubUrl')}
          />
          <TextInput
            {...identifier}
            label={t('enrol.code')}
            description={t('enrol.codeHint')}
            {...form.getInputProps('enrolmentCode')}
          />
        </fieldset>
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('enrol.accountGroup')}</legend>
          <div className={classes.twoFields}>
            <TextInput label={t('enrol.name')} autoComplete="off" {...form.getInputProps('name')} />
            <TextInput {...identifier} label={t('enrol.username')} {...form.getInputProps('username')} />
          </div>
          <NewPassphrase
            value={{ passphrase, repeated }}
            onChange={(value) => form.setValues(value)}
            username={username}
          />
        </fieldset>
        {enrol.error ? <ErrorNotice error={enrol.error.appError} /> : null}
        <Button
          type="submit"
          size="sm"
          loading={enrol.isPending}
          disabled={!isGoodPassphrase(passphrase, repeated, username)}
        >
          {t('enrol.submit')}
        </Button>
        <Button
          variant="subtle"
          size="sm"
          disabled={enrol.isPending}
          // Leaving a field would show its error first, and move this button away from under the pointer.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onRestore}
        >
          {t('backup:restore.open')}
        </Button>
        <p className={classes.progress} role="status">
          {enrol.isPending ? t('enrol.working') : ''}
        </p>
      </form>
    </Entrance>
  );
}
