import type { ReactNode } from 'react';
import classes from './section.module.css';

interface SectionProps {
  readonly title: string;
  /** Beside the title: buttons. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a detail, under its own heading. */
export function Section({ title, tools, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        <div className={classes.tools}>{tools}</div>
      </div>
      {children}
    </section>
  );
}
