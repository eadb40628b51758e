import type { CasePriority } from '#shared/domain/case-priority.ts';
import type { CaseStatus } from '#shared/domain/case-status.ts';
import type { CrimeArea } from '#shared/domain/crime-area.ts';
import type { Input } from '#shared/ipc/contract.ts';

export type CaseSort = NonNullable<Input<'case.list'>['sort']>;

/** What a person set above the list of cases. */
export interface CaseFilter {
  readonly search: string;
  readonly statuses: readonly CaseStatus[];
  readonly priorities: readonly CasePriority[];
  readonly crimeAreas: readonly CrimeArea[];
  readonly mine: boolean;
  readonly sort: CaseSort;
  readonly descending: boolean;
}

export const noFilter: CaseFilter = {
  search: '',
  statuses: [],
  priorities: [],
  crimeAreas: [],
  mine: false,
  sort: 'updated',
  descending: true,
};

/** Whether the filter can hide cases: an empty list then means "none match", not "there are none". */
export function narrows(filter: CaseFilter): boolean {
  return countOfFilters(filter) > 0 || filter.search.trim() !== '';
}

/** How many kinds of filter are set, beside the search words. */
export function countOfFilters(filter: CaseFilter): number {
  return [filter.statuses.length > 0, filter.priorities.length > 0, filter.crimeAreas.length > 0, filter.mine].filter(
    Boolean,
  ).length;
}

/** The direction in which a list is most useful: newest, most urgent and highest number first, words from A to Z. */
export function naturalDirection(sort: CaseSort): boolean {
  return sort !== 'title' && sort !== 'status';
}

/** The same filter as the core's query takes it; the window comes from the list. */
export function toListInput(filter: CaseFilter): Omit<Input<'case.list'>, 'offset' | 'limit'> {
  return {
    search: filter.search.trim(),
    statuses: [...filter.statuses],
    priorities: [...filter.priorities],
    crimeAreas: [...filter.crimeAreas],
    mine: filter.mine,
    sort: filter.sort,
    descending: filter.descending,
  };
}
