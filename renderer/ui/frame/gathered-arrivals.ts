import type { CoreEvent } from '#shared/ipc/wire.ts';

type Arrival = Extract<CoreEvent, { event: 'message-arrived' }>;
type Priority = Arrival['priority'];

/** Shows one notice for messages of `priority` from `bureaus`, a code for each message. `onClose` is called when it is gone. @returns its id. */
export type ShowArrivals = (priority: Priority, bureaus: readonly string[], onClose: () => void) => string;

/** Messages that come within this time are told of together (ms). */
const TOGETHER_MS = 300;

/**
 * One notice at a time for each priority, which counts on while it is on the screen: after days without a network hundreds of messages
 * may come at once.
 */
export class GatheredArrivals {
  readonly #shown = new Map<Priority, { id: string; bureaus: readonly string[] }>();
  readonly #fresh = new Map<Priority, string[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #show: ShowArrivals;
  readonly #hide: (id: string) => void;

  constructor(show: ShowArrivals, hide: (id: string) => void) {
    this.#show = show;
    this.#hide = hide;
  }

  add({ priority, from }: Arrival): void {
    this.#fresh.set(priority, [...(this.#fresh.get(priority) ?? []), from]);
    this.#timer ??= setTimeout(() => this.#tell(), TOGETHER_MS);
  }

  /** Nothing more is told. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #tell(): void {
    this.#timer = undefined;
    for (const [priority, arrived] of this.#fresh) {
      const before = this.#shown.get(priority);
      if (before) this.#hide(before.id);
      const notice = { id: '', bureaus: [...(before?.bureaus ?? []), ...arrived] };
      this.#shown.set(priority, notice);
      notice.id = this.#show(priority, notice.bureaus, () => {
        if (this.#shown.get(priority) === notice) this.#shown.delete(priority);
      });
    }
    this.#fresh.clear();
  }
}
