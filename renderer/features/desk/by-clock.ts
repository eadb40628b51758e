import type { DeskItem } from '#shared/ipc/desk.ts';

/** What is due first stands first; then what is urgent; then what came last. */
export function byClock(items: readonly DeskItem[]): readonly DeskItem[] {
  const due = ({ due }: DeskItem) => due ?? Number.POSITIVE_INFINITY;
  const urgent = ({ priority }: DeskItem) => (priority === 'urgent' ? 0 : 1);
  const byDue = (a: DeskItem, b: DeskItem) => (due(a) === due(b) ? 0 : due(a) - due(b));
  return items.toSorted((a, b) => byDue(a, b) || urgent(a) - urgent(b) || b.at - a.at);
}
