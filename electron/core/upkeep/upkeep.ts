import type { AppError } from '#shared/ipc/wire.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/database.ts';
import type { Timers } from '../sync/timers.ts';
import type { AttachmentStore } from '../vault/attachment-store.ts';
import type { Capacity } from './capacity.ts';
import { orphanSlices } from './collect-orphans.ts';
import { type Integrity, integritySlices } from './integrity-check.ts';
import { QuietWork } from './quiet-work.ts';

export interface UpkeepDeps {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly capacity: Capacity;
  readonly log: Log;
  readonly timers: Timers;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** The state of the store may be another now. */
  readonly onChange: () => void;
}

/** When the first screen stands and nobody notices a short pause. */
const SETTLED_AFTER_MS = 5000;
/** The disk fills by itself. */
const LOOK_EVERY_MS = 60_000;
/** A commit is not made slower by more looks than anybody could notice. */
const AT_MOST_EVERY_MS = 1000;

/** What keeps an open store in order while nobody waits for it, and what it has found. */
export class Upkeep {
  private found: Integrity = { state: 'not-yet' };
  private told = '';
  private lookedAt = Number.NEGATIVE_INFINITY;
  private callOff: () => void = () => undefined;
  private readonly quiet: QuietWork;

  constructor(private readonly deps: UpkeepDeps) {
    const { timers, monotonicMs, log } = deps;
    this.quiet = new QuietWork({ timers, monotonicMs }, (error) => log.error('upkeep', error));
    deps.store.onCommit(() => {
      if (deps.monotonicMs() - this.lookedAt >= AT_MOST_EVERY_MS) this.tellChanges();
    });
  }

  get integrity(): Integrity {
    return this.found;
  }

  start(): void {
    const { store, now, monotonicMs } = this.deps;
    const onResult = (found: Integrity) => this.take(found);
    this.quiet.run(
      [orphanSlices(this.deps), integritySlices({ db: store.read, now, monotonicMs, onResult })],
      SETTLED_AFTER_MS,
    );
    this.look();
  }

  noteCall(): void {
    this.quiet.noteCall();
  }

  /** What somebody should know and do. */
  notices(): AppError[] {
    return [
      ...(this.found.state === 'unsound' ? [{ code: 'store-unsound' as const }] : []),
      ...this.deps.capacity.notices(),
    ];
  }

  stop(): void {
    this.quiet.stop();
    this.callOff();
  }

  private take(found: Integrity): void {
    this.found = found;
    if (found.state === 'running') return;
    if (found.state === 'unsound') this.deps.log.error(`integrity check: wrong in ${found.tables.join(', ')}`);
    if (found.state === 'sound') this.deps.log.info(`integrity check: sound, longest slice ${found.longestMs} ms`);
    this.deps.onChange();
    this.tellChanges();
  }

  private look(): void {
    this.tellChanges();
    this.callOff = this.deps.timers.after(LOOK_EVERY_MS, () => this.look());
  }

  private tellChanges(): void {
    this.lookedAt = this.deps.monotonicMs();
    const codes = this.notices()
      .map(({ code }) => code)
      .join(' ');
    if (codes === this.told) return;
    this.told = codes;
    this.deps.onChange();
  }
}
