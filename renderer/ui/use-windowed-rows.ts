import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Input, Output, QueryMethod } from '#shared/ipc/contract.ts';
import type { CoreError } from '../bridge.ts';
import { coreQuery } from '../data.ts';
import type { RowSource } from './row-source.ts';

/** Rows asked for at once. */
const PAGE = 100;

interface Paged {
  readonly total: number;
  readonly rows: readonly unknown[];
}

/** The queries of the contract that answer a window of a long list. */
export type ListMethod = { [M in QueryMethod]: Output<M> extends Paged ? M : never }[QueryMethod];
export type ListFilters<M extends ListMethod> = Omit<Input<M>, 'offset' | 'limit'>;
export type ListRow<M extends ListMethod> = Output<M>['rows'][number];

interface Window<Row> {
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly Row[]>;
}

/**
 * A long list of the core, fetched in pages as they come into sight.
 * While other filters are being answered, the list shows what it had.
 */
export function useWindowedRows<M extends ListMethod>(method: M, filters: ListFilters<M>): RowSource<ListRow<M>> {
  const of = JSON.stringify([method, filters]);
  const [sight, setSight] = useState({ of, first: 0, last: 0 });
  const { first, last } = sight.of === of ? sight : { first: 0, last: 0 };
  const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const results = useQueries({
    queries: numbers.map((page) => coreQuery(method, { ...filters, offset: page * PAGE, limit: PAGE } as Input<M>)),
  }) as UseQueryResult<Output<M>, CoreError>[];

  const before = useRef<Window<ListRow<M>> | null>(null);
  const now = toWindow<ListRow<M>>(numbers, results) ?? before.current;
  useEffect(() => {
    before.current = now;
  });

  const show = useCallback(
    (firstRow: number, lastRow: number) => {
      const wanted = { of, first: Math.floor(firstRow / PAGE), last: Math.floor(lastRow / PAGE) };
      setSight((old) => (old.of === of && old.first === wanted.first && old.last === wanted.last ? old : wanted));
    },
    [of],
  );

  return {
    of,
    total: now?.total ?? null,
    rowAt: (index) => now?.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    show,
    error: results.find((result) => result.error)?.error?.appError ?? null,
  };
}

function toWindow<Row>(
  numbers: readonly number[],
  results: readonly { readonly data?: Paged | undefined }[],
): Window<Row> | null {
  const known = results.find((result) => result.data)?.data;
  if (!known) return null;
  const entries = numbers.map((page, at) => [page, (results[at]?.data?.rows ?? []) as readonly Row[]] as const);
  return { total: known.total, pages: new Map(entries) };
}
