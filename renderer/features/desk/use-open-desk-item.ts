import { useNavigate } from '@tanstack/react-router';
import type { DeskItem } from '#shared/ipc/desk.ts';

/** Goes where the thing can be done. */
export function useOpenDeskItem(): (item: DeskItem) => void {
  const navigate = useNavigate();
  return ({ kind, id, caseId }) => {
    if (kind === 'hit-to-confirm') void navigate({ to: '/checks/$checkId', params: { checkId: id } });
    else if (kind === 'needs-attention') void navigate({ to: '/outbox' });
    else if (kind === 'conflict-to-decide') {
      if (caseId !== null) void navigate({ to: '/cases/$caseId/$tab', params: { caseId, tab: 'overview' } });
    } else if (kind === 'my-case') void navigate({ to: '/cases/$caseId', params: { caseId: caseId ?? id } });
    else void navigate({ to: '/messages/$conversationId', params: { conversationId: id } });
  };
}
