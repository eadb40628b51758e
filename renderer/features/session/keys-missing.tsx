import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Entrance } from './entrance.tsx';
import { Restore } from './restore.tsx';
import classes from './session.module.css';

/** There are files of a store and nothing that opens them: nothing is begun over them. */
export function KeysMissing() {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const [isRestoring, setRestoring] = useState(false);
  const leave = () => setRestoring(false);
  if (isRestoring) return <Restore setAside onDone={leave} onBack={leave} />;
  return (
    <Entrance title={t('keysMissing.title')} wide>
      <ErrorNotice error={{ code: 'store-keys-missing' }} />
      <p className={classes.remark}>{t('keysMissing.anew')}</p>
      <Button size="sm" onClick={() => setRestoring(true)} fullWidth>
        {t('damage.restore')}
      </Button>
      <Button
        variant="default"
        size="sm"
        onClick={() => void client.invalidateQueries({ queryKey: ['session.state'] })}
        fullWidth
      >
        {t('keysMissing.again')}
      </Button>
    </Entrance>
  );
}
