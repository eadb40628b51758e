import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { deleteDraft } from '../store/tables/drafts.ts';

export const discardDraft: ActionHandler<'draft.discard'> = ({ tx, actor }, { key }) => {
  deleteDraft(tx, actor.id, key);
  return ok({});
};
