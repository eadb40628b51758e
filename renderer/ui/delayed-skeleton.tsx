import { useTranslation } from 'react-i18next';
import classes from './delayed-skeleton.module.css';
import { useLate } from './use-late.ts';

interface Props {
  readonly lines?: number;
}

/** Grey bars in the place of text, only where loading takes long enough to be noticed. */
export function DelayedSkeleton({ lines = 6 }: Props) {
  const { t } = useTranslation('common');
  if (!useLate()) return null;
  return (
    <div className={classes.skeleton} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, at) => at).map((line) => (
        <div key={line} className={classes.line} />
      ))}
    </div>
  );
}
