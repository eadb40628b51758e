import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './delayed-skeleton.module.css';

/** What is faster than this is shown without a skeleton, which would only flicker. */
const DELAY_MS = 150;

interface Props {
  readonly lines?: number;
}

/** Grey bars in the place of text, only where loading takes long enough to be noticed. */
export function DelayedSkeleton({ lines = 6 }: Props) {
  const { t } = useTranslation('common');
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div className={classes.skeleton} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, at) => at).map((line) => (
        <div key={line} className={classes.line} />
      ))}
    </div>
  );
}
