import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLate } from '../../ui/use-late.ts';
import classes from './session.module.css';

interface Props {
  /** The core tells the making of the key as the first half, the loading of the store as the second: 0 to 100. */
  readonly percent: number;
}

const HALF = 50;

/** How far the opening of the store is; a quick one says nothing. */
export function OpeningProgress({ percent }: Props) {
  const { t } = useTranslation('session');
  if (!useLate()) return null;
  const isLoading = percent >= HALF;
  const text = isLoading ? t('opening.loading') : t('opening.key');
  return (
    <div className={classes.opening}>
      <Progress value={percent} size="sm" aria-label={text} transitionDuration={0} />
      <p className={classes.progress}>
        <span role="status">{text}</span>
        {isLoading ? <span> {t('opening.percent', { percent: Math.round((percent - HALF) * 2) })}</span> : null}
      </p>
    </div>
  );
}
