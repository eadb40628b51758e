import type { ReactNode } from 'react';
import classes from './screen.module.css';

interface Props {
  readonly title: ReactNode;
  /** Beside the title: buttons, counts. */
  readonly toolbar?: ReactNode;
  /** Under the title: filters, marking. */
  readonly below?: ReactNode;
  /** True where the content scrolls by itself (lists, panes). */
  readonly fixed?: boolean;
  readonly children: ReactNode;
}

/** One screen: its heading, its tools, its content. */
export function Screen({ title, toolbar, below, fixed = false, children }: Props) {
  return (
    <section className={classes.screen}>
      <header className={classes.header}>
        <h1 className={classes.title}>{title}</h1>
        {toolbar ? <div className={classes.toolbar}>{toolbar}</div> : null}
      </header>
      {below ? <div className={classes.below}>{below}</div> : null}
      <div className={fixed ? classes.fixed : classes.scrolled}>{children}</div>
    </section>
  );
}
