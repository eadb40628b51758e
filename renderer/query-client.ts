import { QueryClient } from '@tanstack/react-query';

/** How long an answer that nobody looks at is kept, so that going back to a screen shows it at once. */
const KEEP_MS = 10 * 60_000;

/** A view cache over the core: nothing waits for a network, nothing is asked again before the core says that it changed. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, gcTime: KEEP_MS, retry: false },
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  });
