import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckId } from '#shared/lib/ids.ts';
import { CandidateEntry } from './candidate-entry.tsx';
import classes from './candidate-list.module.css';

interface CandidateListProps {
  readonly checkId: CheckId;
  readonly candidates: readonly Candidate[];
  readonly label: string;
}

/** Candidates in the order of their score, each with its reasons; the record itself is a second step. */
export function CandidateList({ checkId, candidates, label }: CandidateListProps) {
  if (candidates.length === 0) return null;
  return (
    <ol className={classes.list} aria-label={label}>
      {candidates.map((candidate) => (
        <CandidateEntry key={candidate.recordId} checkId={checkId} candidate={candidate} />
      ))}
    </ol>
  );
}
