import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './record-card.module.css';

interface RecordCardProps {
  /** Names the record. */
  readonly title: ReactNode;
  /** The few facts that tell it from others. */
  readonly summary: ReactNode;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Buttons beside the title. */
  readonly tools?: ReactNode;
  /** What is shown when it is open. */
  readonly children: ReactNode;
}

/** One record among several: its name and a line of facts, and all of it when opened. */
export function RecordCard({ title, summary, isOpen, onToggle, tools, children }: RecordCardProps) {
  const id = useId();
  return (
    <div className={classes.card}>
      <div className={classes.head}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
        >
          <span className={classes.chevron} data-open={isOpen || undefined} data-mirror aria-hidden="true">
            <IconChevronRight size="0.875rem" />
          </span>
          <span className={classes.title}>{title}</span>
          <span className={classes.summary}>{summary}</span>
        </UnstyledButton>
        <div className={classes.tools}>{tools}</div>
      </div>
      {isOpen && (
        <div id={id} className={classes.body}>
          {children}
        </div>
      )}
    </div>
  );
}
