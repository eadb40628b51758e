import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import { putIntoCase } from '../messages/put-into-case.ts';
import { tellCaseOfAll } from '../messages/tell-case.ts';
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

/** Puts a conversation, all of it, into a case: here and, in an outbox item of its own, at the bureau's other workstations. */
export function placeInCase(ctx: Sharing, { conversationId, caseId, title, priority, told = [] }: Place): void {
  const edits = watchFields(ctx, 'conversation', conversationId, ['caseId']);
  putIntoCase(ctx.tx, conversationId, caseId);
  tellCaseOfAll(ctx, conversationId);
  const changed = edits().filter(({ base, value }) => base !== value);
  if (changed.length === 0) return;
  const edited = { kind: 'conversation' as const, id: conversationId, version: 1, edits: changed };
  share(ctx, { title, caseId, edited, told, priority });
}
