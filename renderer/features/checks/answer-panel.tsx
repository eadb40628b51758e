import type { ReactNode } from 'react';
import type { CheckOutcome } from '#shared/domain/check-outcome.ts';
import { outcomeShapes } from '../../ui/outcome-mark.tsx';
import classes from './answer-panel.module.css';

/** How an answer looks: the outcomes, and the ways in which one can be awaited. */
export type AnswerLook = Exclude<CheckOutcome, 'pending'> | Awaited;

const awaited = ['asking', 'queued', 'elsewhere'] as const;
type Awaited = (typeof awaited)[number];

const isAwaited = (look: AnswerLook): look is Awaited => awaited.some((one) => one === look);

interface AnswerPanelProps {
  /** Whose answer it is, e.g. "The database itself". */
  readonly source: string;
  readonly look: AnswerLook;
  /** The outcome in a few words. */
  readonly headline: string;
  /** How old or how far the answer is. */
  readonly age: ReactNode;
  /** What it means, and what it does not. */
  readonly meaning: string;
  readonly children?: ReactNode;
}

/** One answer to a check. Each outcome differs in word, shape and layout, not in colour alone. */
export function AnswerPanel({ source, look, headline, age, meaning, children }: AnswerPanelProps) {
  const Shape = outcomeShapes[isAwaited(look) ? 'pending' : look];
  return (
    <section className={classes.panel} data-look={look} aria-label={source}>
      <div className={classes.head}>
        <span className={classes.shape} aria-hidden="true">
          <Shape size="1.5rem" stroke={1.75} />
        </span>
        <div className={classes.words}>
          <h2 className={classes.source}>{source}</h2>
          <p className={classes.headline} role="status">
            {headline}
          </p>
          <p className={classes.age}>{age}</p>
        </div>
      </div>
      <p className={classes.meaning}>{meaning}</p>
      {children}
    </section>
  );
}
