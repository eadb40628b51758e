import { Button, PasswordInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction, useCoreQuery } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { useErased } from '../../ui/erased-context.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './backup.module.css';

interface Props {
  /** Shows where a back-up is made. */
  readonly onBackup: () => void;
}

type Erasable = Output<'workstation.erasable'>;

/** The end of a workstation: what goes for good, in figures, before it goes. */
export function Erase({ onBackup }: Props) {
  const { t } = useTranslation('backup');
  const { data, error } = useCoreQuery('workstation.erasable', {});
  if (error) return <ErrorNotice error={error.appError} />;
  if (!data) return <DelayedSkeleton />;
  return (
    <div className={classes.page}>
      <p className={classes.lead}>{t('erase.lead')}</p>
      <Effects erasable={data} />
      {data.unsent > 0 ? (
        <>
          <p className={classes.warning}>
            <IconAlertTriangle size="1rem" stroke={1.75} aria-hidden="true" />
            {t('erase.unsentLost', { count: data.unsent })}
          </p>
          <div>
            <Button variant="default" onClick={onBackup}>
              {t('erase.backupFirst')}
            </Button>
          </div>
        </>
      ) : null}
      <p>{t('erase.elsewhere')}</p>
      <EraseForm cases={data.cases} />
    </div>
  );
}

function Effects({ erasable }: { readonly erasable: Erasable }) {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  return (
    <FactList>
      <Fact label={t('erase.cases')}>{formats.number(erasable.cases)}</Fact>
      <Fact label={t('erase.attachments')}>{formats.number(erasable.attachments)}</Fact>
      <Fact label={t('erase.unsent')}>{formats.number(erasable.unsent)}</Fact>
      <Fact label={t('erase.lastBackup')} isWording>
        {erasable.lastBackupAt === null ? t('erase.noBackup') : <Instant at={erasable.lastBackupAt} as="moment" />}
      </Fact>
    </FactList>
  );
}

function EraseForm({ cases }: { readonly cases: number }) {
  const { t } = useTranslation(['backup', 'session']);
  const showReport = useErased();
  const erase = useCoreAction('workstation.erase');
  const [passphrase, setPassphrase] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (erase.isPending || passphrase === '') return;
    try {
      showReport(await erase.mutateAsync({ passphrase }));
    } catch {
      setPassphrase(''); // the notice says why
    }
  };
  return (
    <form className={classes.made} onSubmit={(event) => void submit(event)}>
      <PasswordInput
        className={classes.number}
        label={t('backup:erase.passphrase')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        autoComplete="off"
        dir="ltr"
        visibilityToggleButtonProps={{ 'aria-label': t('session:signIn.show') }}
      />
      {erase.error ? <ErrorNotice error={erase.error.appError} /> : null}
      <div>
        <Button type="submit" color="red" variant="outline" loading={erase.isPending} disabled={passphrase === ''}>
          {t('backup:erase.submit', { count: cases })}
        </Button>
      </div>
      <span role="status">{erase.isPending ? t('backup:erase.working') : ''}</span>
    </form>
  );
}
