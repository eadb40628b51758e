import { IconAlertTriangle } from '@tabler/icons-react';
import { useFormats } from '../use-formats.ts';
import classes from './rail.module.css';

const MOST = 99;

interface Props {
  readonly count: number;
  /** The same in words, for screen readers and as a tooltip. */
  readonly label: string;
  readonly urgent?: boolean;
  /** Says why somebody should look; null = nothing. */
  readonly attention?: string | null;
}

/** A number beside a section; a triangle where something needs attention. */
export function RailCount({ count, label, urgent = false, attention = null }: Props) {
  const formats = useFormats();
  return (
    <>
      {count > 0 ? (
        <span className={classes.count} data-urgent={urgent || undefined} title={label}>
          <span aria-hidden="true">{count > MOST ? `${formats.number(MOST)}+` : formats.number(count)}</span>
          <span className={classes.spoken}>{label}</span>
        </span>
      ) : null}
      {attention ? (
        <span className={classes.attention} title={attention}>
          <IconAlertTriangle size="0.875rem" stroke={2} aria-hidden="true" />
          <span className={classes.spoken}>{attention}</span>
        </span>
      ) : null}
    </>
  );
}
