import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import { putIntoCase } from '../messages/put-into-case.ts';
import { tellCaseOfAll } from '../messages/tell-case.ts';
import { caseById } from '../store/tables/cases.ts';
import { casesOfConversation, messagesOfConversation } from '../store/tables/messages.ts';
import { recordEvent } from '../timeline.ts';
import { type Sharing, share, watchFields } from './share.ts';

interface Place {
  readonly conversationId: string;
  readonly caseId: CaseId;
  /** What the outbox shows of it. */
  readonly title: string;
  /** That of what it is said for: ahead of a message goes where it stands. */
  readonly priority: MessagePriority;
  /** What was written into timelines for it, beyond what each workstation tells by itself. */
  readonly told?: readonly EventId[];
}

/**
 * Puts a conversation, all of it, into a case: here and, in an outbox item of its own, at the bureau's other workstations. The case it stood
 * in before says where it went.
 */
export function placeInCase(ctx: Sharing, { conversationId, caseId, title, priority, told = [] }: Place): void {
  const edits = watchFields(ctx, 'conversation', conversationId, ['caseId']);
  const left = casesOfConversation(ctx.tx, conversationId).filter(
    (one): one is CaseId => one !== null && one !== caseId,
  );
  putIntoCase(ctx.tx, conversationId, caseId);
  tellCaseOfAll(ctx, conversationId);
  const changed = edits().filter(({ base, value }) => base !== value);
  if (changed.length === 0) return;
  const edited = { kind: 'conversation' as const, id: conversationId, version: 1, edits: changed };
  const moved = left.map((from) => tellOfMove(ctx, from, { conversationId, caseId }));
  share(ctx, { title, caseId, edited, told: [...told, ...moved], priority });
}

function tellOfMove(
  ctx: Sharing,
  from: CaseId,
  { conversationId, caseId }: Pick<Place, 'conversationId' | 'caseId'>,
): EventId {
  const subject = messagesOfConversation(ctx.tx, conversationId)[0]?.subject ?? '';
  const to = caseById(ctx.tx, caseId)?.reference ?? '';
  return recordEvent(ctx, {
    caseId: from,
    actor: ctx.actor.name,
    kind: 'conversation-moved',
    data: { subject, to },
    subject: { kind: 'conversation', id: conversationId },
  });
}
