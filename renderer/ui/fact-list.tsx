import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

/** Labelled values, label beside value: what stands in a record. */
export function FactList({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.list}>{children}</dl>;
}

interface FactProps {
  readonly label: string;
  /** Nothing known: the line is left out. Write an explicit word where "unknown" is itself a value. */
  readonly children: ReactNode;
  /** The value is the interface's own wording, not data: it has the direction of the page. */
  readonly isWording?: boolean;
}

/** One labelled value. */
export function Fact({ label, children, isWording = false }: FactProps) {
  if (children === null || children === undefined || children === '' || children === false) return null;
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{isWording ? children : <bdi>{children}</bdi>}</dd>
    </div>
  );
}
