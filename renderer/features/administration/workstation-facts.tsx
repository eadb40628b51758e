import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { Code } from '../../ui/code.tsx';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './administration.module.css';

/** This machine: whose it is, which hub it trusts, how large its store is. */
export function WorkstationFacts() {
  const { t } = useTranslation('administration');
  const formats = useFormats();
  const bureaus = useBureaus();
  const { data: info, error } = useCoreQuery('workstation.info', {});
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
      </FactList>
    </div>
  );
}

/** In groups, so that two people can compare it by telephone. */
function Fingerprint({ text }: { readonly text: string }) {
  return (
    <bdi dir="ltr" className={classes.fingerprint}>
      {text.split(' ').map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups never change their order, and two may be equal
        <span key={at}>{group}</span>
      ))}
    </bdi>
  );
}
