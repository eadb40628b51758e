import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './candidate-list.module.css';
import { CandidateTitle, useCandidateFacts } from './candidate-title.tsx';
import { RecordView } from './record-view.tsx';

interface CandidateEntryProps {
  readonly checkId: CheckId;
  readonly candidate: Candidate;
}

/** One candidate: who or what, how well it fits and why; its record when asked for. */
export function CandidateEntry({ checkId, candidate }: CandidateEntryProps) {
  const { t } = useTranslation('checks');
  const word = useWords();
  const facts = useCandidateFacts(candidate.summary);
  const record = useCoreAction('check.fetch-record');
  const score = Math.round(candidate.score * 100);
  return (
    <li className={classes.candidate}>
      <div className={classes.head}>
        <span className={classes.score}>
          <span className={classes.meter} aria-hidden="true">
            <span className={classes.level} style={{ inlineSize: `${score}%` }} />
          </span>
          {t('candidate.score', { score: candidate.score })}
        </span>
        <span className={classes.title}>
          <CandidateTitle summary={candidate.summary} />
        </span>
        {!record.data && (
          <Button
            variant="default"
            loading={record.isPending}
            onClick={() => record.mutate({ checkId, recordId: candidate.recordId })}
          >
            {t('candidate.open')}
          </Button>
        )}
      </div>
      <p className={classes.facts}>
        {facts.map((fact) => (
          <bdi key={fact}>{fact}</bdi>
        ))}
      </p>
      <ul className={classes.reasons} aria-label={t('candidate.reasons')}>
        {candidate.reasons.map((reason) => (
          <li key={reason}>{word('reasonCode', reason)}</li>
        ))}
      </ul>
      {record.isPending && <DelayedSkeleton lines={4} />}
      {record.error && <ErrorNotice error={toAppError(record.error)} />}
      {record.data && <RecordView answer={record.data} onClose={record.reset} />}
    </li>
  );
}
