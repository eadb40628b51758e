import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { Code } from '../../ui/code.tsx';
import { Marking } from '../../ui/marking.tsx';
import { useMarkScreen } from '../../ui/screen-marking.ts';
import { useSession } from '../../ui/session-context.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './case-detail.module.css';
import { PriorityMark } from './case-line.tsx';
import { CaseMoves } from './case-moves.tsx';
import { AlsoOpen } from './presence/also-open.tsx';

/** What the case is, always in sight: reference, title, status, priority, marking and handling, purpose, officer, and who else looks at it. */
export function CaseHeader({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  useMarkScreen(detail.marking);
  const word = useWords();
  return (
    <header className={classes.header}>
      {/* One line of its own, whoever comes and goes: nothing below it moves. */}
      <div className={classes.top}>
        <span className={classes.reference}>
          <Code>{detail.reference}</Code>
        </span>
        <AlsoOpen caseId={detail.id} />
      </div>
      <div className={classes.headline}>
        <h2 className={classes.title}>
          <bdi>{detail.title}</bdi>
        </h2>
        {can('case.write') && <CaseMoves detail={detail} />}
      </div>
      <div className={classes.facts}>
        <span className={classes.fact}>
          <strong>{word('caseStatus', detail.status)}</strong>
        </span>
        <span className={classes.fact}>
          <PriorityMark priority={detail.priority} />
          {word('casePriority', detail.priority)}
        </span>
        <Marking marking={detail.marking} handling={detail.handling} />
        <span>{word('purpose', detail.purpose)}</span>
        <span>
          {detail.officerName === null ? t('header.noOfficer') : t('header.officer', { name: detail.officerName })}
        </span>
      </div>
    </header>
  );
}
