import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction } from '../../../data.ts';
import { Fact, FactList } from '../../../ui/fact-list.tsx';
import { Fingerprint } from '../../../ui/fingerprint.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { useBureaus } from '../../../ui/use-bureaus.ts';
import { AskDialog } from './ask-dialog.tsx';
import classes from './keys.module.css';

interface Props {
  readonly overview: Output<'bureau-keys.overview'>;
}

/** What others seal to when they write to this bureau. */
export function OwnKey({ overview: { bureau, key, isWaiting, isRenewing, retired } }: Props) {
  const { t } = useTranslation('administration');
  const { can } = useSession();
  const bureaus = useBureaus();
  const mayRenew = can('workstation.manage') && key !== null && !isWaiting && !isRenewing;
  return (
    <section className={classes.part} aria-labelledby="own-key">
      <h2 id="own-key">{t('keys.own', { bureau: bureaus.name(bureau) })}</h2>
      <p className={classes.lead}>{t('keys.ownLead')}</p>
      {key ? (
        <FactList>
          <Fact label={t('keys.fingerprint')}>
            <Fingerprint text={key.fingerprint} />
          </Fact>
          <Fact label={t('keys.since')}>
            <Instant at={key.since} as="moment" />
          </Fact>
          <Fact label={t('keys.retired')} isWording>
            {retired > 0 ? t('keys.retiredValue', { count: retired }) : null}
          </Fact>
        </FactList>
      ) : (
        <p>{t('keys.never')}</p>
      )}
      {isWaiting ? <p className={classes.attention}>{t('keys.isWaiting')}</p> : null}
      {isRenewing ? <p role="status">{t('keys.renewing')}</p> : null}
      {mayRenew ? <Renew /> : null}
    </section>
  );
}

function Renew() {
  const { t } = useTranslation('administration');
  const [isAsking, setAsking] = useState(false);
  const renew = useCoreAction('bureau-keys.renew');
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('keys.renew')}
      </Button>
      {isAsking ? (
        <AskDialog
          title={t('keys.renewTitle')}
          doIt={t('keys.renewDo')}
          isPending={renew.isPending}
          error={renew.error?.appError ?? null}
          onDo={() => renew.mutate({}, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>{t('keys.renewEffect')}</p>
        </AskDialog>
      ) : null}
    </>
  );
}
