import { previewVisibility } from '#shared/domain/field-visibility.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { draftContent } from '../messages/draft-content.ts';
import { reviewDraft } from '../messages/review-draft.ts';

/** What the precision check finds in a draft, and who will be able to read what of it. */
export const reviewMessage: QueryHandler<'message.review'> = (ctx, draft) => {
  const content = draftContent(ctx.db, draft);
  const readers = previewVisibility({
    ownBureau: ctx.identity.bureau,
    to: draft.to,
    hasAnswerBy: draft.answerBy !== null,
    hasCase: content.case !== null,
    persons: content.persons.length,
    documents: content.documents.length,
    vehicles: content.vehicles.length,
    files: content.files.length,
  });
  return ok({ findings: reviewDraft(ctx, draft, content), readers });
};
