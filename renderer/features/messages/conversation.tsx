import { Button } from '@mantine/core';
import { IconArrowBackUp, IconFolderPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '#shared/ipc/messages.ts';
import type { MessageId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { ClockText } from './clock-text.tsx';
import classes from './conversation.module.css';
import { FilingDialog } from './filing-dialog.tsx';
import { MessageArticle } from './message-article.tsx';
import { messageToAnswer, runningClock, whereToRead } from './thread-facts.ts';
import { useMarkRead } from './use-mark-read.ts';

interface Props {
  readonly conversationId: MessageId;
}

/** A whole conversation, oldest message first. Mount it anew (key) for another conversation. */
export function Conversation({ conversationId }: Props) {
  const { t } = useTranslation('messages');
  const { data: thread, error } = useCoreQuery('message.thread', { conversationId });
  useMarkRead(thread);
  if (error && !thread) return <ErrorNotice error={toAppError(error)} />;
  if (!thread) return <DelayedSkeleton lines={10} />;
  const last = thread.at(-1);
  if (!last) return <EmptyState title={t('missing.title')} body={t('missing.body')} />;
  return <Thread thread={thread} last={last} />;
}

interface ThreadProps {
  readonly thread: readonly MessageDetail[];
  readonly last: MessageDetail;
}

function Thread({ thread, last }: ThreadProps) {
  const { t } = useTranslation('messages');
  const place = useReadingPlace(thread);
  return (
    <section className={classes.conversation} aria-label={t('thread.label')}>
      <ThreadHeader thread={thread} last={last} />
      <ol className={classes.messages}>
        {thread.map((message) => (
          <li key={message.id} ref={message.id === place.id ? place.ref : undefined}>
            <MessageArticle message={message} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ThreadHeader({ thread, last }: ThreadProps) {
  const { t } = useTranslation('messages');
  const clock = runningClock(thread);
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        <h2 className={classes.title}>
          <bdi>{last.subject || t('list.noSubject')}</bdi>
        </h2>
        <span className={classes.count}>{t('thread.count', { count: thread.length })}</span>
        {clock ? <ClockText answerBy={clock.answerBy} answered={clock.answered} /> : null}
      </div>
      <ThreadActions thread={thread} last={last} />
    </header>
  );
}

function ThreadActions({ thread, last }: ThreadProps) {
  const { t } = useTranslation('messages');
  const navigate = useNavigate();
  const { can } = useSession();
  const [filing, setFiling] = useState(false);
  const answered = messageToAnswer(thread);
  const answer = () => {
    if (!answered || !can('message.send')) return;
    void navigate({
      to: '/messages/compose',
      search: { inReplyTo: answered.id, caseId: answered.caseId ?? undefined },
    });
  };
  const file = () => {
    if (can('case.write')) setFiling(true);
  };
  useShortcuts(t('thread.label'), [
    { keys: 'r', label: t('keys.answer'), run: answer },
    { keys: 'f', label: t('keys.fileInto'), run: file },
  ]);
  return (
    <div className={classes.actions}>
      {can('message.send') ? (
        <Button leftSection={<IconArrowBackUp size="1rem" data-mirror aria-hidden="true" />} onClick={answer}>
          {answered?.direction === 'out' ? t('thread.writeAgain') : t('thread.answer')}
        </Button>
      ) : null}
      {can('case.write') ? (
        <Button
          variant="default"
          leftSection={<IconFolderPlus size="1rem" aria-hidden="true" />}
          onClick={() => setFiling(true)}
        >
          {last.caseId ? t('filing.change') : t('filing.action')}
        </Button>
      ) : null}
      <FilingDialog conversationId={last.conversationId} opened={filing} onClose={() => setFiling(false)} />
    </div>
  );
}

/** Opens the conversation where reading goes on, and stays there while news arrive. */
function useReadingPlace(thread: readonly MessageDetail[]) {
  const [id] = useState(() => whereToRead(thread)?.id ?? null);
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => ref.current?.scrollIntoView({ block: 'start' }), []);
  return { id, ref };
}
