/** How long the page may take to have sealed what is being typed (ms). With the end of the core this stays within 2 s. */
export const SEAL_WITHIN_MS = 300;

interface LockDeps {
  /** Tells the page that the lock is coming; it seals what is being typed and then asks for the lock itself. */
  readonly tellPage: () => void;
  readonly endCore: () => Promise<void>;
  /** Whether there is anything to lock. */
  readonly isInUse: () => boolean;
}

/**
 * Locking, whoever asks for it.
 *
 *   open ──announce (idle, system lock, sleep)──> waiting for the page ──it asks, or 300 ms have passed──> core ended
 *     ├────keysPressed────────────────────────────────┘                                                       │
 *     └──────────────────────────── the page asks (a click) ──────────────────────────────────────────────────┘
 *
 * A page that does not answer delays nothing. Where nothing is open the keys do nothing; the system's word ends the core even so.
 */
export class WorkstationLock {
  private waiting: NodeJS.Timeout | null = null;

  constructor(private readonly deps: LockDeps) {}

  readonly announce = (): void => {
    if (this.waiting) return;
    this.expectPage();
    this.deps.tellPage();
  };

  /** The page has been told by the person, and will ask. */
  readonly keysPressed = (): void => {
    if (this.deps.isInUse()) this.expectPage();
  };

  /** Resolves when the core process is gone. */
  readonly lock = (): Promise<void> => {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = null;
    return this.deps.endCore();
  };

  private expectPage(): void {
    this.waiting ??= setTimeout(() => void this.lock(), SEAL_WITHIN_MS);
  }
}
