import type { Timers } from '../sync/timers.ts';

/**
 * Work in slices, each of which blocks the core for its moment. A slice says, by what it yields, how long nobody must have asked
 * anything before the next one runs: milliseconds.
 */
export type Slices = Generator<number, void>;

/** A slice whose length nobody notices runs between two calls; a long one waits until the person has paused. */
export const AT_ONCE = 0;
export const WHEN_QUIET_MS = 5000;

interface QuietDeps {
  readonly timers: Timers;
  /** Running time, milliseconds: never set back. */
  readonly monotonicMs: () => number;
}

/** Runs work beside the answers: one slice at a time, and never while somebody is just asking. */
export class QuietWork {
  private lastCall: number;
  private stopped = false;
  private callOff: () => void = () => undefined;
  private readonly waiting: Slices[] = [];

  constructor(
    private readonly deps: QuietDeps,
    private readonly onError: (error: unknown) => void,
  ) {
    this.lastCall = deps.monotonicMs();
  }

  /** Somebody asks something now. */
  noteCall(): void {
    this.lastCall = this.deps.monotonicMs();
  }

  /** Begins after so many milliseconds, one after the other. */
  run(work: readonly Slices[], afterMs: number): void {
    this.waiting.push(...work);
    this.next(afterMs, AT_ONCE);
  }

  stop(): void {
    this.stopped = true;
    this.callOff();
  }

  private next(afterMs: number, quietMs: number): void {
    if (this.stopped) return;
    this.callOff = this.deps.timers.after(afterMs, () => this.slice(quietMs));
  }

  private slice(quietMs: number): void {
    const quietFor = this.deps.monotonicMs() - this.lastCall;
    const [work] = this.waiting;
    if (quietFor < quietMs) this.next(quietMs - quietFor, quietMs);
    else if (work) this.next(0, this.advance(work));
  }

  /** How quiet it has to be for the next slice; work that fails is given up, and holds up no other. */
  private advance(work: Slices): number {
    try {
      const { done, value } = work.next();
      if (!done) return value;
    } catch (error) {
      this.onError(error);
    }
    this.waiting.shift();
    return AT_ONCE;
  }
}
