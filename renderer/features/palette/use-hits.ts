import { useNavigate } from '@tanstack/react-router';
import type { SearchHit } from '#shared/ipc/desk.ts';
import { useCoreQuery } from '../../data.ts';
import { useSession } from '../../ui/session-context.ts';
import type { Entry } from './entry.ts';

/** What is stored and fits the words; nothing for those who may not read cases. */
export function useHits(text: string): readonly Entry[] {
  const { can } = useSession();
  const navigate = useNavigate();
  const { data = [] } = useCoreQuery('search.all', { text, limit: 20 }, { enabled: text !== '' && can('case.read') });
  const open = ({ kind, id, caseId }: SearchHit) => {
    if (kind === 'case') void navigate({ to: '/cases/$caseId', params: { caseId: id } });
    else if (kind === 'message') void navigate({ to: '/messages/$conversationId', params: { conversationId: id } });
    else if (kind === 'note' && caseId) void navigate({ to: '/cases/$caseId/$tab', params: { caseId, tab: 'notes' } });
    else void navigate({ to: '/objects/$kind/$id', params: { kind, id } });
  };
  return data.map((hit) => ({
    id: `${hit.kind}-${hit.id}`,
    kind: hit.kind,
    title: hit.title,
    detail: hit.detail,
    run: () => open(hit),
  }));
}
