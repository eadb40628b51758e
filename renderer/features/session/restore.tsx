import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { shell } from '../../bridge.ts';
import { useCoreAction } from '../../data.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Entrance } from './entrance.tsx';
import { RestoreForm } from './restore-form.tsx';
import classes from './session.module.css';

interface Props {
  /** A store is in the place, damaged as it may be: it is moved aside whole. */
  readonly setAside?: boolean;
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** Puts a back-up in place: the folder, which of its back-ups, what opens it; then how it went. */
export function Restore({ setAside = false, onDone, onBack }: Props) {
  const { t } = useTranslation('backup');
  const client = useQueryClient();
  const [place, setPlace] = useState<{ readonly token: string; readonly name: string } | null>(null);
  const [answer, setAnswer] = useState<Output<'session.restore'> | null>(null);
  const list = useCoreAction('session.backups');
  const choose = async () => {
    const { folder } = await shell('folder.choose', {});
    if (folder === null) return;
    setPlace(folder);
    list.mutate({ token: folder.token });
  };
  const finish = async () => {
    await client.invalidateQueries({ queryKey: ['session.state'] });
    onDone();
  };
  if (answer) return <Restored answer={answer} onDone={() => void finish()} />;
  return (
    <Entrance wide title={t('restore.title')} lead={t('restore.lead')}>
      {setAside ? <p>{t('restore.setAside')}</p> : null}
      <div className={classes.buttons}>
        <Button variant={place ? 'default' : 'filled'} loading={list.isPending} onClick={() => void choose()}>
          {t('restore.choose')}
        </Button>
        {place ? <span className={classes.place}>{t('restore.folder', { folder: isolate(place.name) })}</span> : null}
      </div>
      {list.error ? <ErrorNotice error={list.error.appError} /> : null}
      {list.data?.length === 0 ? <EmptyState title={t('restore.none')} body={t('restore.noneHint')} /> : null}
      {place && list.data && list.data.length > 0 ? (
        <RestoreForm
          key={place.token}
          token={place.token}
          backups={list.data}
          setAside={setAside}
          onRestored={setAnswer}
        />
      ) : null}
      <Button variant="subtle" size="sm" onClick={onBack}>
        {t('restore.back')}
      </Button>
      <p className={classes.progress} role="status">
        {list.isPending ? t('restore.looking') : ''}
      </p>
    </Entrance>
  );
}

interface RestoredProps {
  readonly answer: Output<'session.restore'>;
  readonly onDone: () => void;
}

function Restored({ answer, onDone }: RestoredProps) {
  const { t } = useTranslation('backup');
  return (
    <Entrance title={t('restore.doneTitle')}>
      <p>{t('restore.done')}</p>
      <p>{t('restore.lost')}</p>
      {answer.setAsideAt === null ? null : <p>{t('restore.asideAt', { folder: isolate(answer.setAsideAt) })}</p>}
      <Button onClick={onDone} data-autofocus autoFocus>
        {t('restore.signIn')}
      </Button>
    </Entrance>
  );
}
