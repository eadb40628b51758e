import { IconShieldLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import classes from './entrance.module.css';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The plain page before anybody is signed in: one box, and the choice of language. */
export function Entrance({ title, lead, wide = false, children }: Props) {
  return (
    <main className={classes.page}>
      <div className={classes.box} data-wide={wide || undefined}>
        <header className={classes.header}>
          <IconShieldLock size="1.75rem" stroke={1.5} aria-hidden="true" className={classes.icon} />
          <h1 className={classes.title}>{title}</h1>
          {lead ? <div className={classes.lead}>{lead}</div> : null}
        </header>
        {children}
      </div>
      <footer className={classes.footer}>
        <LanguageChoice />
      </footer>
    </main>
  );
}
