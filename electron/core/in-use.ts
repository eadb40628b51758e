import type { SessionMethod } from './context.ts';

/** What ends with an open store, if it succeeds. */
const opening: readonly SessionMethod[] = [
  'session.enrol',
  'session.unlock',
  'session.salvage',
  'session.look',
  'session.re-enrol',
];
const opens = (method: string): boolean => opening.some((one) => one === method);

/**
 * Whether there is anything to lock: a store is open, or is being opened, so that no lock asked for in between is lost. Told each time
 * that changes.
 */
export class InUse {
  private underWay = 0;
  private told = false;

  constructor(
    private readonly isOpen: () => boolean,
    private readonly tell: (inUse: boolean) => void,
  ) {}

  /** A call that does its work in between. */
  async during<T>(method: string, work: () => Promise<T>): Promise<T> {
    const weight = opens(method) ? 1 : 0;
    this.underWay += weight;
    this.look();
    try {
      return await work();
    } finally {
      this.underWay -= weight;
      this.look();
    }
  }

  private look(): void {
    const inUse = this.underWay > 0 || this.isOpen();
    if (inUse === this.told) return;
    this.told = inUse;
    this.tell(inUse);
  }
}
