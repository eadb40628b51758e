import type { FieldRule } from './field-class.ts';

/** One edit of one field of one record. */
export interface FieldChange {
  readonly id: string;
  /** The value its author saw, and the one the author wrote. */
  readonly base: unknown;
  readonly value: unknown;
  /** The latest edits of this field that its author knew of; none where it followed the record as it was made. */
  readonly parents: readonly string[];
  /** Where it stands in the bureau's stream; one the hub has not taken over yet stands behind all others. */
  readonly place: number;
}

export interface FieldState<C extends FieldChange = FieldChange> {
  /** What is shown: in a conflict the value the hub took over first, until somebody has decided. */
  readonly value: unknown;
  /**
   * single: the last edit knew of all others · agreed: several wrote the same · merged: several edits came together by rule ·
   * conflict: they did not.
   */
  readonly standing: 'single' | 'agreed' | 'merged' | 'conflict';
  /** The edits that no other has followed, in the order of the stream. */
  readonly heads: readonly C[];
}

/**
 * What a set of edits makes of a field. The order in which they arrived has no influence: only which edit knew of which, and among
 * those that knew nothing of each other their places in the stream.
 * @returns null where there are no edits: the record is as it was made
 */
export function mergeField<C extends FieldChange>(rule: FieldRule, changes: readonly C[]): FieldState<C> | null {
  const heads = headsOf(changes);
  const [first] = heads;
  if (!first) return null;
  if (rule.class === 'set' || rule.class === 'append-only') {
    const value = rule.class === 'set' ? mergedSet(changes) : mergedList(changes);
    return { value, standing: heads.length === 1 ? 'single' : 'merged', heads };
  }
  if (heads.length === 1) return { value: first.value, standing: 'single', heads };
  if (heads.every(({ value }) => sameValue(value, first.value)))
    return { value: first.value, standing: 'agreed', heads };
  if (rule.class === 'latest') return { value: heads.at(-1)?.value, standing: 'merged', heads };
  const moved = rule.canFollow ? moveThrough(heads, rule.canFollow) : null;
  return moved
    ? { value: moved.value, standing: 'merged', heads }
    : { value: first.value, standing: 'conflict', heads };
}

/** The edits that no other one has followed, in the order of the stream. */
export function headsOf<C extends FieldChange>(changes: readonly C[]): C[] {
  const followed = new Set(changes.flatMap(({ parents }) => parents));
  return inOrder(changes.filter(({ id }) => !followed.has(id)));
}

/** Values are what JSON can hold. */
export const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const inOrder = <C extends FieldChange>(changes: readonly C[]): C[] =>
  changes.toSorted((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));

/** Move after move in the order of the stream; null where one of them may not follow. */
function moveThrough(
  heads: readonly FieldChange[],
  canFollow: NonNullable<FieldRule['canFollow']>,
): { readonly value: unknown } | null {
  let value = heads[0]?.value;
  for (const head of heads.slice(1)) {
    if (sameValue(value, head.value)) continue;
    if (!canFollow(value, head.value)) return null;
    value = head.value;
  }
  return { value };
}

const elements = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const has = (list: readonly unknown[], element: unknown): boolean => list.some((one) => sameValue(one, element));

/** The value before the first edit. */
const rootOf = (ordered: readonly FieldChange[]): readonly unknown[] =>
  elements((ordered.find(({ parents }) => parents.length === 0) ?? ordered[0])?.base);

function mergedList(changes: readonly FieldChange[]): unknown[] {
  const ordered = inOrder(changes);
  const all: unknown[] = [...rootOf(ordered)];
  for (const { value } of ordered) for (const one of elements(value)) if (!has(all, one)) all.push(one);
  return all;
}

/**
 * An element stands as long as somebody's adding of it was unknown to everybody who took it away: of one who adds and one who takes
 * away at the same time, the one who adds prevails, because nothing may be lost.
 */
function mergedSet(changes: readonly FieldChange[]): unknown[] {
  const ordered = inOrder(changes);
  const before = ancestorsOf(changes);
  const root = rootOf(ordered);
  const candidates: unknown[] = [];
  for (const one of [...root, ...ordered.flatMap(({ value }) => elements(value))])
    if (!has(candidates, one)) candidates.push(one);
  return candidates.filter((element) => {
    const adders = ordered.filter(({ base, value }) => has(elements(value), element) && !has(elements(base), element));
    const takers = ordered.filter(({ base, value }) => has(elements(base), element) && !has(elements(value), element));
    if (has(root, element) && takers.length === 0) return true;
    return adders.some((adder) => !takers.some((taker) => before(taker.id).has(adder.id)));
  });
}

/** Everything an edit follows, directly or through others. */
function ancestorsOf(changes: readonly FieldChange[]): (id: string) => ReadonlySet<string> {
  const parentsOf = new Map(changes.map(({ id, parents }) => [id, parents]));
  const known = new Map<string, ReadonlySet<string>>();
  return (start) => {
    const found = known.get(start);
    if (found) return found;
    const all = new Set<string>();
    const open = [...(parentsOf.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (all.has(next)) continue;
      all.add(next);
      open.push(...(parentsOf.get(next) ?? []));
    }
    known.set(start, all);
    return all;
  };
}
