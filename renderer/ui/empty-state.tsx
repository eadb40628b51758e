import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface Props {
  readonly title: string;
  /** What this place is for. */
  readonly body?: string;
  /** The one next step: a button. */
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}

/** Nothing here yet: what this is, and the one next step. */
export function EmptyState({ title, body, action, icon }: Props) {
  return (
    <div className={classes.empty}>
      {icon ? (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <p className={classes.title}>{title}</p>
      {body ? <p className={classes.body}>{body}</p> : null}
      {action}
    </div>
  );
}
