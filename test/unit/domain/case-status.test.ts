import { describe, expect, it } from 'vitest';
import {
  allowedCaseMoves,
  canFollowCaseStatus,
  caseMoves,
  caseStatuses,
  isCaseWritable,
  moveCase,
} from '#shared/domain/case-status.ts';

const table = {
  open: { start: 'in-progress', suspend: 'suspended', resume: null, close: 'closed', reopen: null },
  'in-progress': { start: null, suspend: 'suspended', resume: null, close: 'closed', reopen: null },
  suspended: { start: null, suspend: null, resume: 'in-progress', close: 'closed', reopen: null },
  closed: { start: null, suspend: null, resume: null, close: null, reopen: 'reopened' },
  reopened: { start: 'in-progress', suspend: 'suspended', resume: null, close: 'closed', reopen: null },
} as const;

describe('the life of a case', () => {
  it.each(caseStatuses.flatMap((from) => caseMoves.map((move) => [from, move, table[from][move]] as const)))(
    'from %s, %s leads to %s',
    (from, move, to) => {
      expect(moveCase(from, move)).toBe(to);
      expect(allowedCaseMoves(from).includes(move)).toBe(to !== null);
    },
  );

  it('only lets a closed case be written again after it was reopened', () => {
    expect(isCaseWritable('closed')).toBe(false);
    expect(allowedCaseMoves('closed')).toEqual(['reopen']);
    expect(canFollowCaseStatus('closed', 'in-progress')).toBe(false);
    expect(canFollowCaseStatus('closed', 'reopened')).toBe(true);
  });
});
