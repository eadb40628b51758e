import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { answerDraft, writtenDraft } from '../messages/answer-draft.ts';
import { messageById } from '../store/tables/messages.ts';

/** What the form begins with where a message is answered or sent again. */
export const prefillMessage: QueryHandler<'message.prefill'> = ({ db, identity }, { id, mode }) => {
  const message = messageById(db, id);
  const draft = message && (mode === 'answer' ? answerDraft(message, identity.bureau) : writtenDraft(message));
  return draft ? ok(draft) : err({ code: 'not-found', params: { kind: 'message' } });
};
