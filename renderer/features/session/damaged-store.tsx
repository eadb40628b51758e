import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '#shared/ipc/contract.ts';
import type { StoreDamage } from '#shared/ipc/session.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { DamageFacts } from './damage-facts.tsx';
import { Entrance } from './entrance.tsx';
import { OpeningProgress } from './opening-progress.tsx';
import { Restore } from './restore.tsx';
import classes from './session.module.css';
import { useOpening } from './use-opening.ts';

interface Props {
  readonly damage: StoreDamage;
  /** Those with which the damage was met. */
  readonly credentials: Input<'session.unlock'>;
  readonly onBack: () => void;
}

/** What is damaged, what can be read all the same, and the ways on; none of them deletes anything. */
export function DamagedStore({ damage, credentials, onBack }: Props) {
  const { t } = useTranslation('session');
  const look = useOpening('session.look');
  const salvage = useOpening('session.salvage');
  const [isRestoring, setRestoring] = useState(false);
  const running = [look, salvage].find(({ action }) => action.isPending);
  const error = look.action.error ?? salvage.action.error;
  const begin = (way: typeof look) => void way.open(credentials).catch(() => undefined); // the notice says why

  if (isRestoring) return <Restore setAside onDone={onBack} onBack={() => setRestoring(false)} />;
  return (
    <Entrance title={t('damage.title')} lead={t('damage.lead')} wide>
      <DamageFacts damage={damage} />
      {error ? <ErrorNotice error={error.appError} /> : null}
      {running ? <OpeningProgress percent={running.percent} /> : null}
      <ul className={classes.ways}>
        <Way body={t('damage.restoreBody')}>
          <Button size="sm" disabled={running !== undefined} onClick={() => setRestoring(true)} fullWidth>
            {t('damage.restore')}
          </Button>
        </Way>
        {damage.readable ? (
          <Way body={t('damage.lookBody')}>
            <Button
              variant="default"
              size="sm"
              loading={look.action.isPending}
              disabled={salvage.action.isPending}
              onClick={() => begin(look)}
              fullWidth
            >
              {t('damage.look')}
            </Button>
          </Way>
        ) : null}
        {damage.maySalvage ? (
          <Way body={t('damage.salvageBody')}>
            <Button
              variant="default"
              size="sm"
              loading={salvage.action.isPending}
              disabled={look.action.isPending}
              onClick={() => begin(salvage)}
              fullWidth
            >
              {t('damage.salvage')}
            </Button>
          </Way>
        ) : null}
      </ul>
      {damage.readable && !damage.maySalvage ? <p className={classes.remark}>{t('damage.salvageWho')}</p> : null}
      <Button variant="subtle" size="sm" onClick={onBack} disabled={running !== undefined} fullWidth>
        {t('damage.back')}
      </Button>
    </Entrance>
  );
}

interface WayProps {
  /** Its effect, in a sentence. */
  readonly body: string;
  readonly children: React.ReactNode;
}

function Way({ body, children }: WayProps) {
  return (
    <li className={classes.way}>
      <p className={classes.remark}>{body}</p>
      {children}
    </li>
  );
}
