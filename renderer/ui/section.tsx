import type { ReactNode } from 'react';
import classes from './section.module.css';

interface SectionProps {
  readonly title: string;
  /** Beside the title: buttons. */
  readonly tools?: ReactNode;
  /** Level of the heading: one below the heading it stands under. */
  readonly level?: 2 | 3;
  readonly children: ReactNode;
}

/** A part of a detail, under its own heading. */
export function Section({ title, tools, level = 3, children }: SectionProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <Heading className={classes.title}>{title}</Heading>
        <div className={classes.tools}>{tools}</div>
      </div>
      {children}
    </section>
  );
}
