import { describe, expect, test } from 'vitest';
import { caseEntries } from '#shared/ipc/cases.ts';
import {
  countOfFilters,
  narrows,
  naturalDirection,
  noFilter,
  toListInput,
} from '../../../../renderer/features/cases/list-query.ts';

describe('the filter of the list of cases', () => {
  test('asks the core for what it says, without the spaces around the words', () => {
    const input = toListInput({ ...noFilter, search: '  permits ', statuses: ['open'], mine: true });
    expect(caseEntries['case.list'].input.parse(input)).toMatchObject({
      search: 'permits',
      statuses: ['open'],
      mine: true,
    });
  });

  test('tells "none match" from "there are none"', () => {
    expect(narrows(noFilter)).toBe(false);
    expect(narrows({ ...noFilter, sort: 'title', descending: false })).toBe(false);
    expect(narrows({ ...noFilter, search: ' x ' })).toBe(true);
    expect(narrows({ ...noFilter, priorities: ['critical'] })).toBe(true);
  });

  test('counts the kinds of filter that are set', () => {
    expect(countOfFilters(noFilter)).toBe(0);
    expect(countOfFilters({ ...noFilter, statuses: ['open', 'closed'], crimeAreas: ['drugs'], mine: true })).toBe(3);
  });

  test('starts each order from its useful end', () => {
    expect(naturalDirection('updated')).toBe(true);
    expect(naturalDirection('priority')).toBe(true);
    expect(naturalDirection('title')).toBe(false);
  });
});
