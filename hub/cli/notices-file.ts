import { type NoticeKind, type NoticeProblem, parseNotice } from '#shared/domain/notices-json.ts';
import type { NominalRecord } from '#shared/domain/reference-records.ts';

export interface ReadNotices {
  readonly records: readonly NominalRecord[];
  /** Places (from 1) of what is no notice. */
  readonly problems: readonly { readonly place: number; readonly problem: NoticeProblem }[];
  /** Notices of which some fields were not understood and left out. */
  readonly partlyRead: number;
}

/** Pages of search results hold their notices under `_embedded`; everything else is a notice itself. */
function notices(value: unknown): unknown[] {
  const embedded = (value as { _embedded?: { notices?: unknown } } | null)?._embedded?.notices;
  return Array.isArray(embedded) ? embedded : [value];
}

/** Only a missing-person notice says when its event was, only one of the UN carries its reference. */
function kindOf(value: unknown): NoticeKind {
  const fields = typeof value === 'object' && value !== null ? value : {};
  if ('date_of_event' in fields) return 'yellow';
  return 'un_reference' in fields ? 'un' : 'red';
}

/** Public notices (JSON) as records of the nominal database. */
export function readNotices(values: readonly unknown[]): ReadNotices {
  const results = values.flatMap(notices).map((value) => parseNotice(value, kindOf(value)));
  const read = results.flatMap((result) => (result.ok ? [result.value] : []));
  return {
    records: read.map(({ record }) => record),
    problems: results.flatMap((result, index) => (result.ok ? [] : [{ place: index + 1, problem: result.error }])),
    partlyRead: read.filter(({ unread }) => unread.length > 0).length,
  };
}
