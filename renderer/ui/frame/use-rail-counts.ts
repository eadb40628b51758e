import { useCoreQuery } from '../../data.ts';
import { useSession } from '../session-context.ts';

/** The rail says "99+" beyond what is looked at. */
const LOOK_AT = 200;

/** What waits in messages and outbox. */
export function useRailCounts() {
  const { can } = useSession();
  const inbox = useCoreQuery('message.list', { box: 'inbox', limit: LOOK_AT }, { enabled: can('message.read') });
  const status = useCoreQuery('status.get', {});
  const arrived = inbox.data?.rows.filter((row) => row.direction === 'in' && row.state === 'delivered');
  return {
    unread: arrived?.length ?? 0,
    unreadUrgent: arrived?.some((row) => row.priority === 'urgent') ?? false,
    waiting: status.data?.waiting ?? 0,
    needsAttention: (status.data?.needsAttention ?? 0) > 0,
  };
}
