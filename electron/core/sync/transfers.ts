import type { FileLane } from '../store/tables/attachments.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { type DueUpload, isAnyFileToLeave, nextUpload, uploadThatHoldsUp } from '../store/tables/uploads.ts';
import { askedToWait, backOff } from './back-off.ts';
import type { CopyLane } from './copy-lane.ts';
import { DownloadLane } from './download-lane.ts';
import { HubRefusal } from './hub-api.ts';
import { isOfTheAsker } from './passing.ts';
import type { SyncContext } from './sync-context.ts';
import type { Timers } from './timers.ts';
import { TransportError } from './transport.ts';
import { UploadLane } from './upload-lane.ts';

interface Piece {
  /** The file it is of; null of the local copies. */
  readonly file: string | null;
  readonly carry: () => Promise<void>;
}

/** How long the others go first after the hub has failed over a file (ms): what it suffers from may be that file alone. */
const PASSED_OVER_MS = 60_000;

interface TransferDeps {
  readonly timers: Timers;
  readonly copies: CopyLane;
  /** Whether the hub was reached when it was last tried. */
  readonly isOnline: () => boolean;
  /** A file has come to the hub: what it goes with may be offered. */
  readonly onUploaded: () => void;
  /** The hub refuses whoever asks here, not what was carried: the rounds find out, and say so. */
  readonly onRefused: () => void;
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
  /** Until when a file is passed over, by the clock that only runs (ms). */
  private readonly passedOver = new Map<string, number>();
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
        await this.tryPiece(piece);
        this.failures = 0;
      }
    } catch (error) {
      this.wentWrong(error);
    } finally {
      this.running = false;
    }
  }

  private async tryPiece({ file, carry }: Piece): Promise<void> {
    try {
      await carry();
    } catch (error) {
      if (file !== null && error instanceof HubRefusal && !isOfTheAsker(error))
        this.passedOver.set(file, this.ctx.monotonicMs() + PASSED_OVER_MS);
      throw error;
    }
  }

  /** Those over which the hub has just failed, while there are others; then they are tried again. */
  private next(): Piece | null {
    for (const [file, until] of this.passedOver) if (until <= this.ctx.monotonicMs()) this.passedOver.delete(file);
    return this.nextBut([...this.passedOver.keys()]) ?? this.nextBut([]);
  }

  private nextBut(but: readonly string[]): Piece | null {
    const { ctx, deps } = this;
    if (ctx.stopped.aborted || ctx.store.status().readOnly || !deps.isOnline()) return null;
    const { paused, onlyUrgent } = sendRules(ctx.store.read);
    const maySend = paused === null && isAnyFileToLeave(ctx.store.read);
    const holdsUp = maySend ? uploadThatHoldsUp(ctx.store.read, but) : null;
    if (holdsUp) return this.uploading(holdsUp);
    const urgent = this.nextFile('urgent', maySend, but);
    if (urgent || onlyUrgent) return urgent;
    const routine = this.nextFile('routine', maySend, but);
    if (routine) return routine;
    if (deps.copies.isDue()) return { file: null, carry: () => deps.copies.fetchNext() };
    return this.nextFile('case', maySend, but);
  }

  private nextFile(lane: FileLane, maySend: boolean, but: readonly string[]): Piece | null {
    const { ctx } = this;
    const upload = maySend ? nextUpload(ctx.store.read, ctx.clock.now(), lane, but) : null;
    if (upload) return this.uploading(upload);
    const download = this.downloads.next(lane, but);
    return download && { file: download.id, carry: () => this.downloads.fetchNext(download) };
  }

  private uploading(upload: DueUpload): Piece {
    const carry = async () => {
      if (await this.uploads.sendNext(upload)) this.deps.onUploaded();
    };
    return { file: upload.attachmentId, carry };
  }

  private wentWrong(error: unknown): void {
    if (this.ctx.stopped.aborted) return;
    const isKnown = error instanceof TransportError || error instanceof HubRefusal;
    if (!isKnown) this.ctx.log.error('a transfer failed', error);
    this.failures += 1;
    if (isOfTheAsker(error)) this.deps.onRefused();
    const atLeast = error instanceof HubRefusal ? askedToWait(error.retryAfter) : 0;
    this.begin(backOff(this.ctx, this.failures, atLeast));
  }
}
