import { IconFlame } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './urgent-mark.module.css';

/** Urgent by word and by shape, not by colour alone. */
export function UrgentMark() {
  const { t } = useTranslation('vocabulary');
  return (
    <span className={classes.urgent}>
      <IconFlame size="0.875rem" stroke={2} aria-hidden="true" />
      {t('messagePriority.urgent')}
    </span>
  );
}
