import { IconAlertTriangle, IconCircleDashed, IconClock, IconHourglassOff, IconTargetArrow } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { CheckOutcome } from '#shared/domain/check-outcome.ts';
import classes from './outcome-mark.module.css';
import { useWords } from './use-words.ts';

/** Each outcome has its own shape, so that it can be told apart without colour. */
export const outcomeShapes: Record<
  CheckOutcome,
  ComponentType<{ readonly size?: string; readonly stroke?: number }>
> = {
  pending: IconClock,
  found: IconTargetArrow,
  'nothing-found': IconCircleDashed,
  error: IconAlertTriangle,
  timeout: IconHourglassOff,
};

/** How a check ended: a word and a shape. */
export function OutcomeMark({ outcome }: { readonly outcome: CheckOutcome }) {
  const word = useWords();
  const Shape = outcomeShapes[outcome];
  return (
    <span className={classes.mark} data-outcome={outcome}>
      <span className={classes.shape} aria-hidden="true">
        <Shape size="1rem" stroke={1.75} />
      </span>
      {word('checkOutcome', outcome)}
    </span>
  );
}
