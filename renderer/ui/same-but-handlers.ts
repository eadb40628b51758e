const isHandler = (name: string, before: unknown, after: unknown) =>
  /^on[A-Z]/.test(name) && typeof before === 'function' && typeof after === 'function';

/** Whether two sets of props differ in handlers (`onChange` and the like) only. */
export function sameButHandlers(before: object, after: object): boolean {
  const old = Object.entries(before);
  const now = new Map<string, unknown>(Object.entries(after));
  return (
    old.length === now.size &&
    old.every(([name, value]) => Object.is(value, now.get(name)) || isHandler(name, value, now.get(name)))
  );
}
