import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { PrecisionFinding } from '#shared/domain/precision-check.ts';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { coreQuery, useCoreAction } from '../../data.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { inOrder } from './finding-choice.ts';
import { reviewNow } from './use-review.ts';

interface Options {
  readonly draft: MessageDraft;
  /** Of the sealed draft it is typed in. */
  readonly draftKey: string;
  /** Message this one takes the place of: it is withdrawn, so that it cannot go out beside the new one. */
  readonly insteadOf: string | undefined;
  readonly onSent: (conversationId: string) => Promise<void>;
}

/** Sends what is written, or says what keeps it from being sent. */
export function useSend({ draft, draftKey, insteadOf, onSent }: Options) {
  const client = useQueryClient();
  const { mutateAsync: send } = useCoreAction('message.send');
  const withdraw = useWithdrawal();
  const [refused, setRefused] = useState<readonly PrecisionFinding[]>([]);
  const [error, setError] = useState<AppError | null>(null);
  const [isSending, setSending] = useState(false);
  const busy = useRef(false);

  async function run() {
    const { blocking } = inOrder((await reviewNow(client, draft)).findings);
    setRefused(blocking);
    if (blocking.length > 0) return;
    if (insteadOf) await withdraw(insteadOf);
    const { conversationId } = await send({ ...draft, draftKey });
    await onSent(conversationId);
  }

  async function start() {
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    setError(null);
    await run().catch((thrown: unknown) => setError(toAppError(thrown)));
    busy.current = false;
    setSending(false);
  }

  return { start, refused, error, isSending };
}

/** Takes the waiting item of a message out of the outbox; what went out or was withdrawn before is left alone. */
function useWithdrawal() {
  const client = useQueryClient();
  const { mutateAsync } = useCoreAction('outbox.withdraw');
  return async (messageId: string) => {
    const items = await client.fetchQuery({ ...coreQuery('outbox.list', {}), staleTime: 0 });
    const item = items.find(({ refId, canWithdraw }) => refId === messageId && canWithdraw);
    if (item) await mutateAsync({ id: item.id });
  };
}
