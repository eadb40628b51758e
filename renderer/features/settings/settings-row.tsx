import type { ReactNode } from 'react';
import classes from './settings.module.css';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

export function SettingsRow({ label, hint, children }: Props) {
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <p className={classes.label}>{label}</p>
        {hint ? <p className={classes.hint}>{hint}</p> : null}
      </div>
      {children}
    </div>
  );
}
