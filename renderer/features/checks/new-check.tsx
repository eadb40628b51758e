import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { CheckForm } from './check-form.tsx';
import { type CheckStart, useStartingQuestion } from './use-starting-question.ts';

interface NewCheckProps {
  readonly start: CheckStart;
  readonly onRun: (id: string) => void;
  readonly onCancel: () => void;
}

/** A new check: free, or already filled in from a person, document or vehicle of a case. */
export function NewCheck({ start, onRun, onCancel }: NewCheckProps) {
  const { question, error } = useStartingQuestion(start);
  if (error) return <ErrorNotice error={error} />;
  if (!question) return <DelayedSkeleton />;
  return <CheckForm key={JSON.stringify(start)} start={question} onRun={onRun} onCancel={onCancel} />;
}
