import { IconMail } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { messageId } from '#shared/lib/ids.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListDetail } from '../../ui/list-detail.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { Conversation } from './conversation.tsx';
import { MessageList } from './message-list.tsx';

/** Messages: the list, and beside it the conversation that is open. */
export function MessagesPage() {
  const { t } = useTranslation('messages');
  const { conversationId = null } = useParams({ strict: false });
  const navigate = useNavigate();
  const { can } = useSession();
  const open = (id: string) => void navigate({ to: '/messages/$conversationId', params: { conversationId: id } });
  const compose = can('message.send') ? () => void navigate({ to: '/messages/compose' }) : null;
  useShortcuts(t('title'), [
    ...(compose ? [{ keys: 'c', label: t('keys.compose'), run: compose }] : []),
    { keys: 'escape', label: t('keys.close'), run: () => void navigate({ to: '/messages' }) },
  ]);
  return (
    <ListDetail
      name="messages"
      label={t('list.label')}
      list={<MessageList openId={conversationId} onOpen={open} onCompose={compose} />}
      detail={<Detail conversationId={conversationId} />}
    />
  );
}

function Detail({ conversationId }: { readonly conversationId: string | null }) {
  const { t } = useTranslation('messages');
  if (conversationId === null) {
    return (
      <EmptyState
        icon={<IconMail size="2rem" stroke={1.5} />}
        title={t('noSelection.title')}
        body={t('noSelection.body')}
      />
    );
  }
  const id = messageId.safeParse(conversationId);
  if (!id.success) return <EmptyState title={t('missing.title')} body={t('missing.body')} />;
  return <Conversation key={id.data} conversationId={id.data} />;
}
