import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classes from './printed.module.css';

interface Props {
  readonly children: ReactNode;
}

/** What goes on paper while it is there, black on white, in place of the screen; not seen before. */
export function Printed({ children }: Props) {
  return createPortal(
    <div className={classes.paper} data-printed="">
      {children}
    </div>,
    document.body,
  );
}
