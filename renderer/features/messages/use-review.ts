import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import { coreQuery } from '../../data.ts';

/** Typing pauses shorter than this are not worth a check. */
const PAUSE_MS = 300;

/** An answer is of use only to the very draft it was asked for: none is kept in memory after that. */
const reviewQuery = (draft: MessageDraft) => ({ ...coreQuery('message.review', draft), gcTime: 0 });

/** The precision check and the preview, a moment behind what is being typed; `isBehind` while they are. */
export function useReview(draft: MessageDraft) {
  const [checked] = useDebouncedValue(draft, PAUSE_MS);
  const { data, error, isFetching } = useQuery({ ...reviewQuery(checked), placeholderData: keepPreviousData });
  return { review: data ?? null, error, isBehind: checked !== draft || isFetching };
}

/** The check of exactly what is about to be sent. */
export const reviewNow = (client: QueryClient, draft: MessageDraft) =>
  client.fetchQuery({ ...reviewQuery(draft), staleTime: 0 });
