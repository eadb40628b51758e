import { expect, test } from 'vitest';
import type { DeskItem } from '#shared/ipc/desk.ts';
import { byClock } from '../../../../renderer/features/desk/by-clock.ts';

const item = (id: string, more: Partial<DeskItem> = {}): DeskItem => ({
  kind: 'request-to-answer',
  id,
  title: id,
  from: null,
  priority: null,
  caseId: null,
  caseReference: null,
  due: null,
  at: 0,
  ...more,
});
const orderOf = (items: readonly DeskItem[]) => byClock(items).map(({ id }) => id);

test('what is due first stands first, and what has no clock last', () => {
  expect(orderOf([item('none'), item('late', { due: 20 }), item('soon', { due: 10 })])).toEqual([
    'soon',
    'late',
    'none',
  ]);
});

test('of two with the same clock the urgent one stands first, then the newer', () => {
  const items = [item('old', { at: 1 }), item('new', { at: 2 }), item('urgent', { priority: 'urgent' })];
  expect(orderOf(items)).toEqual(['urgent', 'new', 'old']);
});
