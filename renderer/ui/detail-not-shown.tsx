import type { AppError } from '#shared/ipc/wire.ts';
import { DelayedSkeleton } from './delayed-skeleton.tsx';
import classes from './detail-not-shown.module.css';
import { ErrorNotice } from './error-notice.tsx';

/** In the place of a detail that is on its way, or that could not be had. */
export function DetailNotShown({ error }: { readonly error: AppError | null }) {
  return <div className={classes.place}>{error ? <ErrorNotice error={error} /> : <DelayedSkeleton lines={10} />}</div>;
}
