import { type ReactNode, useId } from 'react';
import classes from './settings.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

export function SettingsSection({ title, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <div className={classes.card}>{children}</div>
    </section>
  );
}
