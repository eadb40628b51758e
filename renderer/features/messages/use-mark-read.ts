import { useEffect, useRef } from 'react';
import type { MessageDetail } from '#shared/ipc/messages.ts';
import { useCoreAction } from '../../data.ts';
import { isUnread } from './thread-facts.ts';

/** Tells the core that an open conversation was read, once for each message that arrived. */
export function useMarkRead(thread: readonly MessageDetail[] | undefined): void {
  const { mutate } = useCoreAction('message.mark-read');
  const told = useRef(new Set<string>());
  useEffect(() => {
    const unread = (thread ?? []).filter((message) => isUnread(message) && !told.current.has(message.id));
    const first = unread[0];
    if (!first) return;
    for (const { id } of unread) told.current.add(id);
    mutate({ conversationId: first.conversationId });
  }, [thread, mutate]);
}
