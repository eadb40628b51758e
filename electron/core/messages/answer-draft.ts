import { type MessageDraft, messageDraft } from '#shared/ipc/messages.ts';
import type { MessageRecord } from '../store/tables/messages.ts';

/**
 * What an answer takes over from the message it answers: its addressee, its subject and the rules that bind what it quotes.
 * Nothing is enclosed: what goes along is chosen anew.
 */
export function answerDraft(message: MessageRecord, ownBureau: string): MessageDraft {
  const others = message.direction === 'in' ? [message.from] : message.to;
  return messageDraft.parse({
    caseId: message.caseId,
    inReplyTo: message.id,
    to: others.filter((bureau) => bureau !== ownBureau),
    subject: message.subject.slice(0, 200),
    priority: message.priority,
    handling: message.handling,
    marking: message.marking,
    purpose: message.purpose,
  });
}

/** A message as its author filled it in, or null where it was not written on this workstation. */
export function writtenDraft({ draft }: Pick<MessageRecord, 'draft'>): MessageDraft | null {
  if (draft === null) return null;
  const parsed = messageDraft.safeParse(JSON.parse(draft));
  return parsed.success ? parsed.data : null;
}
