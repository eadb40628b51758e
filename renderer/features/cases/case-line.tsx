import { IconAlertOctagon, IconArrowDown, IconChevronsUp, IconMinus } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { CasePriority } from '#shared/domain/case-priority.ts';
import type { CaseRow } from '#shared/ipc/cases.ts';
import { Code } from '../../ui/code.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './case-line.module.css';

const shapes: Record<CasePriority, ComponentType<{ readonly size?: string }>> = {
  critical: IconAlertOctagon,
  high: IconChevronsUp,
  normal: IconMinus,
  low: IconArrowDown,
};

/** How soon a case wants work: a shape and a word, the word for those who hear the screen. */
export function PriorityMark({ priority }: { readonly priority: CasePriority }) {
  const word = useWords();
  const Shape = shapes[priority];
  return (
    <span
      className={classes.priority}
      data-priority={priority}
      role="img"
      aria-label={word('casePriority', priority)}
      title={word('casePriority', priority)}
    >
      <Shape size="1rem" />
    </span>
  );
}

/** One case in the list. */
export function CaseLine({ row }: { readonly row: CaseRow }) {
  const word = useWords();
  return (
    <>
      <PriorityMark priority={row.priority} />
      <div className={classes.text}>
        <div className={classes.first}>
          <bdi dir="auto" className={classes.title}>
            {row.title}
          </bdi>
          <span className={classes.status} data-status={row.status}>
            {word('caseStatus', row.status)}
          </span>
        </div>
        <div className={classes.second}>
          <Code>{row.reference}</Code>
          <span className={classes.area}>{word('crimeArea', row.crimeArea)}</span>
          {row.officerName && (
            <span className={classes.officer}>
              <bdi>{row.officerName}</bdi>
            </span>
          )}
          <span className={classes.time}>
            <Instant at={row.updatedAt} />
          </span>
        </div>
      </div>
    </>
  );
}
