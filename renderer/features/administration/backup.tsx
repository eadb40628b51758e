import { Button, NumberInput } from '@mantine/core';
import { IconAlertTriangle, IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KEPT_BACKUPS } from '#shared/ipc/backup.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { shell } from '../../bridge.ts';
import { useCoreQuery } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useLongWork } from '../../ui/use-long-work.tsx';
import classes from './backup.module.css';

const MOST = 100;

/** Sealed copies of this workstation in a folder of the administrator's choice. */
export function Backup() {
  const { t } = useTranslation('backup');
  const work = useLongWork();
  const [keep, setKeep] = useState(KEPT_BACKUPS);
  const [isRunning, setRunning] = useState(false);
  const [made, setMade] = useState<Output<'backup.make'> | null>(null);
  const backUp = async () => {
    const { folder } = await shell('folder.choose', {});
    if (folder === null) return;
    setRunning(true);
    setMade(null);
    const texts = {
      title: t('backup.running', { folder: isolate(folder.name) }),
      done: t('backup.made', { folder: isolate(folder.name) }),
    };
    setMade(await work('backup.make', { token: folder.token, keep }, texts));
    setRunning(false);
  };
  return (
    <div className={classes.page}>
      <p className={classes.lead}>{t('backup.lead')}</p>
      <LastBackup />
      <NumberInput
        className={classes.number}
        label={t('backup.keep')}
        description={t('backup.keepHint')}
        min={1}
        max={MOST}
        clampBehavior="strict"
        allowDecimal={false}
        value={keep}
        onChange={(value) => setKeep(typeof value === 'number' && value >= 1 ? value : KEPT_BACKUPS)}
      />
      <div>
        <Button leftSection={<IconDeviceFloppy size="1rem" />} loading={isRunning} onClick={() => void backUp()}>
          {t('backup.make')}
        </Button>
      </div>
      {made ? <Made made={made} /> : null}
    </div>
  );
}

function LastBackup() {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  const { data, error } = useCoreQuery('backup.last', {});
  if (error) return <ErrorNotice error={error.appError} />;
  if (!data) return <DelayedSkeleton />;
  const { last } = data;
  return (
    <FactList>
      <Fact label={t('backup.last')} isWording>
        {last ? <Instant at={last.at} as="moment" /> : t('backup.never')}
      </Fact>
      <Fact label={t('backup.files')}>{last ? formats.number(last.files) : null}</Fact>
      <Fact label={t('backup.size')}>{last ? formats.bytes(last.bytes) : null}</Fact>
    </FactList>
  );
}

function Made({ made }: { readonly made: Output<'backup.make'> }) {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  return (
    <div role="status" className={classes.made}>
      <FactList>
        <Fact label={t('backup.written')}>{formats.bytes(made.newBytes)}</Fact>
        <Fact label={t('backup.removed')}>{formats.number(made.removed)}</Fact>
      </FactList>
      {made.damaged > 0 ? (
        <p className={classes.warning}>
          <IconAlertTriangle size="1rem" stroke={1.75} aria-hidden="true" />
          {t('backup.damaged', { count: made.damaged })}
        </p>
      ) : null}
      <p>{t('backup.keepApart')}</p>
    </div>
  );
}
