/** For how long a look at the same thing by the same person counts as one (ms): a screen that refreshes is not a new look. */
const ONE_LOOK = 5 * 60_000;

/** Remembers what the signed-in person has looked at, so that each look leaves exactly one audit entry. */
export class ViewLog {
  private readonly seen = new Map<string, number>();

  /** True when this is a new look. */
  isNew(key: string, now: number): boolean {
    const last = this.seen.get(key);
    if (last !== undefined && now - last < ONE_LOOK) return false;
    this.seen.set(key, now);
    return true;
  }
}
