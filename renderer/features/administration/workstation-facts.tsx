import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreQuery } from '../../data.ts';
import { BundlePanel } from '../../ui/bundles/bundle-panel.tsx';
import { Code } from '../../ui/code.tsx';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Fingerprint } from '../../ui/fingerprint.tsx';
import { Instant } from '../../ui/instant.tsx';
import { KeyringStanding } from '../../ui/keyring-standing.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './administration.module.css';
import { KeyState } from './key-state.tsx';
import { ReplaceRecoveryKey } from './replace-recovery-key.tsx';

/** This machine: whose it is, which hub it trusts, how large its store is. */
export function WorkstationFacts() {
  const { t } = useTranslation('administration');
  const formats = useFormats();
  const bureaus = useBureaus();
  const { can } = useSession();
  const { data: info, error } = useCoreQuery('workstation.info', {});
  const { data: keyring } = useCoreQuery('account.keyring', {});
  if (error) return <ErrorNotice error={error.appError} />;
  if (!info) return <DelayedSkeleton />;
  return (
    <div className={classes.facts}>
      <FactList>
        <Fact label={t('workstation.bureau')}>
          {bureaus.name(info.bureau)} (<Code>{info.bureau}</Code>)
        </Fact>
        <Fact label={t('workstation.name')}>
          <Code>{info.name}</Code>
        </Fact>
        <Fact label={t('workstation.id')}>
          <Code>{info.workstationId}</Code>
        </Fact>
        <Fact label={t('workstation.hub')}>
          <Code>{info.hubUrl}</Code>
        </Fact>
        <Fact label={t('workstation.fingerprint')}>
          <Fingerprint text={info.hubFingerprint} />
        </Fact>
        <Fact label={t('workstation.certificateUntil')}>
          <Instant at={info.certificateUntil} as="moment" />
        </Fact>
        <Fact label={t('workstation.store')}>
          {t('workstation.storeSize', {
            database: formats.bytes(info.databaseBytes),
            journal: formats.bytes(info.journalBytes),
            generation: info.generation,
          })}
        </Fact>
        <Fact label={t('workstation.keys')} isWording>
          <KeyState keyEpoch={info.keyEpoch} renewal={info.keyRenewal} />
        </Fact>
        {keyring ? (
          <Fact label={t('workstation.keyring')}>
            <KeyringStanding {...keyring} />
          </Fact>
        ) : null}
        <Fact label={t('workstation.limit')}>
          {t('workstation.limitOf', { size: info.databaseBytes, limit: info.limitBytes })}
        </Fact>
        <Fact label={t('workstation.free')}>
          {info.freeBytes === null ? t('workstation.freeUnknown') : formats.bytes(info.freeBytes)}
        </Fact>
        <Fact label={t('workstation.check')}>{checkText(info.integrity)}</Fact>
      </FactList>
      {can('bundle.exchange') ? <BundlePanel /> : null}
      {can('workstation.manage') ? <ReplaceRecoveryKey /> : null}
    </div>
  );

  function checkText(integrity: Output<'workstation.info'>['integrity']): string {
    switch (integrity.state) {
      case 'not-yet':
        return t('workstation.notYet');
      case 'running':
        return t('workstation.running', integrity);
      case 'sound':
        return t('workstation.sound', { time: formats.dayAndTime(integrity.at) });
      case 'unsound':
        return t('workstation.unsound', { time: formats.dayAndTime(integrity.at) });
    }
  }
}
