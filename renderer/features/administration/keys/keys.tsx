import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { BureauWorkstations } from './bureau-workstations.tsx';
import classes from './keys.module.css';
import { OtherKeys } from './other-keys.tsx';
import { OwnKey } from './own-key.tsx';

/** The keys messages are sealed to: the bureau's own, who holds it, and those of the other bureaus. */
export function Keys() {
  const { data, error } = useCoreQuery('bureau-keys.overview', {});
  if (error) return <ErrorNotice error={error.appError} />;
  if (!data) return <DelayedSkeleton />;
  return (
    <div className={classes.page}>
      <OwnKey overview={data} />
      <BureauWorkstations overview={data} />
      <OtherKeys others={data.others} />
    </div>
  );
}
