import type { PrecisionFinding } from '#shared/domain/precision-check.ts';
import { reviewPrecision } from '#shared/domain/precision-review.ts';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import type { QueryContext } from '../context.ts';
import { allBureaus, currentKey } from '../store/tables/bureaus.ts';
import type { DraftContent } from './draft-content.ts';

/** The precision check of a draft with what it names: the same while it is written and when it is sent. */
export function reviewDraft(ctx: QueryContext, draft: MessageDraft, content: DraftContent): PrecisionFinding[] {
  const reachable = new Set(allBureaus(ctx.db).flatMap((bureau) => (currentKey(bureau) ? [bureau.code] : [])));
  return reviewPrecision(
    {
      ownBureau: ctx.identity.bureau,
      to: draft.to,
      unreachable: draft.to.filter((bureau) => !reachable.has(bureau)),
      subject: draft.subject,
      body: draft.body,
      priority: draft.priority,
      handling: draft.handling,
      marking: draft.marking,
      purpose: draft.purpose,
      answerBy: draft.answerBy,
      isReply: draft.inReplyTo !== null,
      case: content.case,
      persons: content.persons,
      documents: content.documents,
      vehicles: content.vehicles,
      attachments: content.files,
    },
    ctx.now,
  );
}
