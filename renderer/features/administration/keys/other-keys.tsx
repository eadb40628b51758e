import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OtherBureauKey } from '#shared/ipc/bureau-keys.ts';
import { useCoreAction } from '../../../data.ts';
import { Fact, FactList } from '../../../ui/fact-list.tsx';
import { Fingerprint } from '../../../ui/fingerprint.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useBureaus } from '../../../ui/use-bureaus.ts';
import { AskDialog } from './ask-dialog.tsx';
import classes from './keys.module.css';

interface Props {
  readonly others: readonly OtherBureauKey[];
}

/** What this workstation seals to when it writes to another bureau. */
export function OtherKeys({ others }: Props) {
  const { t } = useTranslation('administration');
  const bureaus = useBureaus();
  const [comparing, setComparing] = useState<OtherBureauKey | null>(null);
  return (
    <section className={classes.part} aria-labelledby="other-keys">
      <h2 id="other-keys">{t('keys.others')}</h2>
      <p className={classes.lead}>{t('keys.othersLead')}</p>
      <table className={classes.table} aria-labelledby="other-keys">
        <thead>
          <tr>
            <th scope="col">{t('keys.bureau')}</th>
            <th scope="col">{t('keys.fingerprint')}</th>
            <th scope="col">{t('keys.since')}</th>
          </tr>
        </thead>
        <tbody>
          {others.map((other) => (
            <tr key={other.code}>
              <td>{bureaus.name(other.code)}</td>
              <td>
                {other.key ? <Fingerprint text={other.key.fingerprint} /> : t('keys.noKey')}
                {other.before ? (
                  <div>
                    <span className={classes.attention}>{t('keys.changed')}</span>{' '}
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('keys.checkName', { name: bureaus.name(other.code) })}
                      onClick={() => setComparing(other)}
                    >
                      {t('keys.check')}
                    </Button>
                  </div>
                ) : null}
              </td>
              <td>{other.key ? <Instant at={other.key.since} as="moment" /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {comparing ? <Compare other={comparing} onClose={() => setComparing(null)} /> : null}
    </section>
  );
}

interface CompareProps {
  readonly other: OtherBureauKey;
  readonly onClose: () => void;
}

function Compare({ other: { code, key, before }, onClose }: CompareProps) {
  const { t } = useTranslation('administration');
  const bureaus = useBureaus();
  const accept = useCoreAction('bureau-keys.accept');
  const name = bureaus.name(code);
  if (!key) return null;
  return (
    <AskDialog
      title={t('keys.checkTitle', { name })}
      doIt={t('keys.checkDo')}
      compared={t('keys.checkSame')}
      isPending={accept.isPending}
      error={accept.error?.appError ?? null}
      onDo={() => accept.mutate({ bureau: code, keyId: key.keyId }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('keys.checkLead', { name })}</p>
      <div className={classes.digits}>
        <Fingerprint text={key.fingerprint} />
      </div>
      {before ? (
        <FactList>
          <Fact label={t('keys.wasBefore')}>
            <Fingerprint text={before.fingerprint} />
          </Fact>
        </FactList>
      ) : null}
    </AskDialog>
  );
}
