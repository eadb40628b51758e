import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { type ActionMethod, contract, type Input, type Output, type QueryMethod } from '#shared/ipc/contract.ts';
import { type CallOptions, type CoreError, call } from './bridge.ts';

/** Query options of one contract query, for useQuery, prefetching and the like. */
export const coreQuery = <M extends QueryMethod>(method: M, input: Input<M>) =>
  queryOptions<Output<M>, CoreError>({
    queryKey: [method, input],
    queryFn: ({ signal }) => call(method, input, { signal }),
  });

/** Reads; shows what it had while the next window or search is on its way. */
export function useCoreQuery<M extends QueryMethod>(
  method: M,
  input: Input<M>,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<Output<M>, CoreError> {
  return useQuery({ ...coreQuery(method, input), placeholderData: keepPreviousData, ...options });
}

/** Changes something: `useCoreAction('case.create').mutateAsync(fields)`. What changed comes back as an event and refreshes the views. */
export function useCoreAction<M extends ActionMethod>(method: M, options: CallOptions = {}) {
  return useMutation<Output<M>, CoreError, Input<M>>({
    mutationKey: [method],
    mutationFn: (input) => call(method, input, options),
  });
}

/** The view cache went stale where a query reads one of the tables that changed. */
export function invalidateByTables(client: QueryClient, tables: readonly string[]): void {
  const changed = new Set(tables);
  const isStale = (method: unknown) => {
    const entry = contract[method as QueryMethod];
    return entry?.kind === 'query' && entry.reads.some((table) => changed.has(table));
  };
  void client.invalidateQueries({ predicate: (query) => isStale(query.queryKey[0]) });
}
