/** Compares what a form started from, what stands in the store now, and what was typed. */

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The fields whose value is no longer what the form started from. */
export function changedFields<T extends object>(base: T, now: T): Partial<T> {
  const keys = Object.keys(now) as (keyof T)[];
  return Object.fromEntries(
    keys.filter((key) => !same(base[key], now[key])).map((key) => [key, now[key]]),
  ) as Partial<T>;
}

export interface Collision<T extends object> {
  readonly field: keyof T;
  readonly theirs: T[keyof T];
  readonly mine: T[keyof T];
}

/**
 * What somebody else changed while the form was open. `collisions`: both changed the same field to different values;
 * `parallel`: only the other one changed it, so that saving mine leaves theirs in place.
 */
export function compareEdits<T extends object>(
  base: T,
  theirs: T,
  mine: T,
): { readonly collisions: readonly Collision<T>[]; readonly parallel: readonly (keyof T)[] } {
  const touched = (Object.keys(base) as (keyof T)[]).filter((key) => !same(base[key], theirs[key]));
  const isMine = (key: keyof T) => !same(base[key], mine[key]);
  return {
    collisions: touched
      .filter((key) => isMine(key) && !same(theirs[key], mine[key]))
      .map((field) => ({ field, theirs: theirs[field], mine: mine[field] })),
    parallel: touched.filter((key) => !isMine(key)),
  };
}
