import { parseReferenceRecord, recordKeys } from '#shared/domain/candidates.ts';
import { type DatabaseKind, databaseKinds } from '#shared/domain/database-kind.ts';
import { type CopyPage, copyPage } from '#shared/protocol/checks.ts';
import {
  deleteReferenceRecord,
  emptyReferenceCopy,
  putReferenceCopy,
  putReferenceRecord,
  referenceCopy,
} from '../store/tables/reference.ts';
import { notAHub } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';

const MOST = 500;
const FEWEST = 10;
/** What a record takes on the line, about. Bytes. */
const RECORD = 500;
/** What one page may take on this line (ms). */
const PAGE_MS = 10_000;
/** How often the local copies are brought up to date (ms). */
const EVERY_MS = 5 * 60_000;

/** Brings the local copies of the databases up to date, page by page; cut off anywhere, it goes on from there. */
export class CopyLane {
  private waiting: DatabaseKind[] = [];
  private begunAt: number | null = null;

  constructor(private readonly ctx: SyncContext) {}

  /** Whether there is a page to fetch now. */
  isDue(): boolean {
    if (this.ctx.isFull()) return false;
    const now = this.ctx.monotonicMs();
    if (this.waiting.length > 0) return true;
    if (this.begunAt !== null && now - this.begunAt < EVERY_MS) return false;
    this.begunAt = now;
    this.waiting = [...databaseKinds];
    return true;
  }

  /** @throws TransportError, HubRefusal: what a later try may mend */
  async fetchNext(): Promise<void> {
    const [database] = this.waiting;
    if (database && (await syncPage(this.ctx, database))) this.waiting = this.waiting.slice(1);
  }
}

/** Fetches one page; true when the copy is complete. */
async function syncPage(ctx: SyncContext, database: DatabaseKind): Promise<boolean> {
  const after = Number(referenceCopy(ctx.store.read, database)?.cursor ?? 0);
  const limit = Math.max(FEWEST, Math.min(MOST, Math.floor(ctx.api.line.bytesIn(PAGE_MS) / RECORD)));
  const page = await ctx.api.get(`/v1/checks/copy/${database}?after=${after}&limit=${limit}`, copyPage, ctx.stopped);
  if (page.database !== database || !isInOrder(page, after)) throw notAHub();
  // The hub was put back to a back-up: it has less than is here, and will give the same numbers to other changes.
  if (page.state.change < after) {
    ctx.store.transaction((tx) => emptyReferenceCopy(tx, database));
    return false;
  }
  const cursor = page.changes.at(-1)?.change ?? after;
  const isComplete = cursor >= page.state.change || page.changes.length === 0;
  takeIn(ctx, page, cursor, isComplete);
  return isComplete;
}

/** Changes that went back or stood still would be fetched without end. */
function isInOrder({ changes }: CopyPage, after: number): boolean {
  const numbers = [after, ...changes.map(({ change }) => change)];
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
}

/**
 * A complete copy is as old as the question, not as the last change: nothing newer was known when it was asked. A database in which nothing ever
 * changed is one the hub does not hold, and no copy of it is complete.
 */
function takeIn(ctx: SyncContext, page: CopyPage, cursor: number, isComplete: boolean): void {
  const { database } = page;
  const before = referenceCopy(ctx.store.read, database)?.asOf ?? null;
  ctx.store.transaction((tx) => {
    for (const { recordId, record } of page.changes) {
      if (record === null) deleteReferenceRecord(tx, database, recordId);
      else putReferenceRecord(tx, database, recordId, record, recordKeys(parseReferenceRecord(database, record)));
    }
    const isHeld = page.state.change > 0;
    putReferenceCopy(tx, database, String(cursor), isComplete && isHeld ? ctx.clock.now() : before);
  });
}
