import type { MessageDraft } from '#shared/ipc/messages.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { messageId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { type ComposeContext, draftFromContext } from './compose-draft.ts';

export type StartingDraft =
  | { readonly state: 'loading' }
  | { readonly state: 'missing'; readonly error: AppError }
  | { readonly state: 'ready'; readonly draft: MessageDraft };

/** What the form begins with: what an answer inherits, what is to be sent again, or what the address says. */
export function useStartingDraft(context: ComposeContext): StartingDraft {
  const source = messageId.safeParse(context.resend ?? context.inReplyTo);
  const id = source.success ? source.data : null;
  const mode = context.resend ? 'again' : 'answer';
  const { data, error } = useCoreQuery('message.prefill', { id: id as never, mode }, { enabled: id !== null });
  if (id === null) return { state: 'ready', draft: draftFromContext(context) };
  if (error) return { state: 'missing', error: error.appError };
  return data ? { state: 'ready', draft: data } : { state: 'loading' };
}
