import { makeAllDue } from '../store/tables/outbox.ts';
import { syncState } from '../store/tables/sync-state.ts';
import type { SyncContext } from './sync-context.ts';

/** A clock that is put right by a time service is off by less (ms). */
const WORTH_NOTICING_MS = 1_000;

/**
 * Notices that the clock of this machine was set back: what was put off by it would wait for as long once more. It is tried at once
 * instead, since by how much it was to wait still is not known here.
 */
export class ClockWatch {
  /** What the clock shows beyond the one that only runs (ms); null = not looked at yet. */
  private ahead: number | null = null;

  constructor(private readonly ctx: Pick<SyncContext, 'store' | 'clock' | 'monotonicMs'>) {}

  look(): void {
    const { store } = this.ctx;
    if (this.wasSetBack() && !store.status().readOnly) store.transaction(makeAllDue);
  }

  private wasSetBack(): boolean {
    const { store, clock, monotonicMs } = this.ctx;
    const ahead = clock.now() - monotonicMs();
    // What another session of the store saw last, it wrote down with its last round.
    const before = this.ahead ?? Number(syncState(store.read, 'data-as-of') ?? 0) - monotonicMs();
    this.ahead = ahead;
    return ahead < before - WORTH_NOTICING_MS;
  }
}
