import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { KeyringStanding } from '../../ui/keyring-standing.tsx';
import { KeyringConfirm } from './keyring-confirm.tsx';
import classes from './settings.module.css';

/** Whether one's own account also needs the keyring of this computer; where none is offered it says why. */
export function Keyring() {
  const { t } = useTranslation('settings');
  const { data: keyring } = useCoreQuery('account.keyring', {});
  const [isOpen, setOpen] = useState(false);
  if (!keyring) return null;
  const { needed, standing } = keyring;
  if (isOpen) return <KeyringConfirm needed={!needed} onClose={() => setOpen(false)} />;
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <p className={classes.label}>{t('keyring.title')}</p>
        <p className={classes.hint}>{needed ? t('keyring.on') : t('keyring.off')}</p>
        <p className={classes.hint}>
          <KeyringStanding {...keyring} />
        </p>
      </div>
      {needed || standing === 'offered' ? (
        <Button variant="default" onClick={() => setOpen(true)}>
          {needed ? t('keyring.disable') : t('keyring.enable')}
        </Button>
      ) : null}
    </div>
  );
}
