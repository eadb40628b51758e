import type { FileLane } from '../store/tables/attachments.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { isAnyFileToLeave, nextUpload } from '../store/tables/uploads.ts';
import { askedToWait, backOff } from './back-off.ts';
import type { CopyLane } from './copy-lane.ts';
import { DownloadLane } from './download-lane.ts';
import { HubRefusal } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';
import type { Timers } from './timers.ts';
import { TransportError } from './transport.ts';
import { UploadLane } from './upload-lane.ts';

type Piece = () => Promise<void>;

interface TransferDeps {
  readonly timers: Timers;
  readonly copies: CopyLane;
  /** Whether the hub was reached when it was last tried. */
  readonly isOnline: () => boolean;
  /** A file has come to the hub: what it goes with may be offered. */
  readonly onUploaded: () => void;
}

/**
 * Carries what is large, beside the rounds: files to the hub, files from it, the local copies of the databases, and last the files that the
 * workstations of the bureau share. One piece at a time, and before each piece it is asked anew what is the most urgent: so nothing waits behind a large file for longer than one piece takes.
 */
export class Transfers {
  private readonly uploads: UploadLane;
  private readonly downloads: DownloadLane;
  private running = false;
  private failures = 0;
  /** Set while it waits to begin, above all after a failure. */
  private callOff: (() => void) | null = null;

  constructor(
    private readonly ctx: SyncContext,
    private readonly deps: TransferDeps,
  ) {
    this.uploads = new UploadLane(ctx);
    this.downloads = new DownloadLane(ctx);
  }

  /** There may be something to carry. A person who wants it tried now does not wait for the back-off. */
  kick(atOnce = false): void {
    if (this.running || (this.callOff !== null && !atOnce)) return;
    this.begin(0);
  }

  close(): void {
    this.callOff?.();
  }

  /** Never at once: whoever asks for it may be in the middle of a transaction. */
  private begin(ms: number): void {
    this.callOff?.();
    this.callOff = this.deps.timers.after(ms, () => {
      this.callOff = null;
      void this.carry();
    });
  }

  private async carry(): Promise<void> {
    this.running = true;
    try {
      this.downloads.tidy();
      for (let piece = this.next(); piece; piece = this.next()) {
        await piece();
        this.failures = 0;
      }
    } catch (error) {
      this.wentWrong(error);
    } finally {
      this.running = false;
    }
  }

  private next(): Piece | null {
    const { ctx, deps } = this;
    if (ctx.stopped.aborted || ctx.store.status().readOnly || !deps.isOnline()) return null;
    const { paused, onlyUrgent } = sendRules(ctx.store.read);
    const maySend = paused === null && isAnyFileToLeave(ctx.store.read);
    const urgent = this.nextFile('urgent', maySend);
    if (urgent || onlyUrgent) return urgent;
    const routine = this.nextFile('routine', maySend);
    if (routine) return routine;
    if (deps.copies.isDue()) return () => deps.copies.fetchNext();
    return this.nextFile('case', maySend);
  }

  private nextFile(lane: FileLane, maySend: boolean): Piece | null {
    const { ctx, deps } = this;
    const upload = maySend ? nextUpload(ctx.store.read, ctx.clock.now(), lane) : null;
    if (upload)
      return async () => {
        if (await this.uploads.sendNext(upload)) deps.onUploaded();
      };
    const download = this.downloads.next(lane);
    return download && (() => this.downloads.fetchNext(download));
  }

  private wentWrong(error: unknown): void {
    if (this.ctx.stopped.aborted) return;
    const isKnown = error instanceof TransportError || error instanceof HubRefusal;
    if (!isKnown) this.ctx.log.error('a transfer failed', error);
    this.failures += 1;
    const atLeast = error instanceof HubRefusal ? askedToWait(error.retryAfter) : 0;
    this.begin(backOff(this.ctx, this.failures, atLeast));
  }
}
