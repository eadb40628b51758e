import type { Timers } from '#core/sync/timers.ts';
import { untilQuiet } from './quiet.ts';

interface Event {
  readonly at: number;
  readonly number: number;
  readonly run: () => void | Promise<void>;
}

/**
 * The one time of a simulated world, and everything that is going to happen in it. Between two events everybody has come to rest, so
 * that what happens depends on the order of the events and on nothing else.
 */
export class VirtualTime {
  now: number;
  events = 0;
  #numbers = 0;
  readonly #heap: Event[] = [];
  readonly #calledOff = new Set<Event>();

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.now = start;
  }

  /** Calls back after so many milliseconds; the function returned calls it off. */
  after(ms: number, run: () => void | Promise<void>): () => void {
    this.#numbers += 1;
    const event = { at: this.now + Math.max(0, Math.round(ms)), number: this.#numbers, run };
    push(this.#heap, event);
    return () => this.#calledOff.add(event);
  }

  /** Lets everything happen that is due until then. */
  async runUntil(until: number, isOver: () => boolean = () => false): Promise<void> {
    await untilQuiet();
    while (!isOver()) {
      const next = this.#heap[0];
      if (!next || next.at > until) break;
      pop(this.#heap);
      if (this.#calledOff.delete(next)) continue;
      this.now = next.at;
      this.events += 1;
      await next.run();
      await untilQuiet();
    }
    if (!isOver()) this.now = Math.max(this.now, until);
  }

  /** The same as the core takes it. */
  readonly timers: Timers = { after: (ms, callback) => this.after(ms, callback) };
}

const isBefore = (left: Event, right: Event): boolean =>
  left.at < right.at || (left.at === right.at && left.number < right.number);

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Event;
    if (!isBefore(event, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop() as Event;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const [left, right] = [heap[child], heap[child + 1]];
    if (!left) break;
    if (right && isBefore(right, left)) child += 1;
    const smallest = heap[child] as Event;
    if (!isBefore(smallest, last)) break;
    heap[at] = smallest;
    at = child;
  }
  heap[at] = last;
}
