import { useSearch } from '@tanstack/react-router';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { composeDraftKey } from './compose-draft.ts';
import { ComposeForm } from './compose-form.tsx';
import { useStartingDraft } from './use-starting-draft.ts';

/** Writing a request, an answer, or once more what did not go. */
export function ComposePage() {
  const context = useSearch({ from: '/messages/compose' });
  const start = useStartingDraft(context);
  if (start.state === 'loading') return <DelayedSkeleton lines={12} />;
  if (start.state === 'missing') return <ErrorNotice error={start.error} />;
  return <ComposeForm key={composeDraftKey(context)} context={context} start={start.draft} />;
}
