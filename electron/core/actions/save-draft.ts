import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { putDraft } from '../store/tables/drafts.ts';

export const saveDraft: ActionHandler<'draft.save'> = ({ tx, actor, now }, { key, data }) => {
  putDraft(tx, actor.id, key, data, now);
  return ok({});
};
