import { type DatabaseKind, databaseKinds } from '#shared/domain/database-kind.ts';
import { copyPage } from '#shared/protocol/checks.ts';
import { copyCursor, storeCopyPage } from '../store/tables/reference-copies.ts';
import type { SyncContext } from './sync-context.ts';

const PAGE = 500;

/** Brings the local copies of the databases up to date, page by page; cut off anywhere, it goes on from there. */
export async function syncCopies(ctx: SyncContext): Promise<void> {
  for (const database of databaseKinds) await syncCopy(ctx, database);
}

async function syncCopy(ctx: SyncContext, database: DatabaseKind): Promise<void> {
  for (;;) {
    ctx.stopped.throwIfAborted();
    const after = copyCursor(ctx.store.read, database);
    const page = await ctx.api.get(`/v1/checks/copy/${database}?after=${after}&limit=${PAGE}`, copyPage, ctx.stopped);
    const cursor = page.changes.at(-1)?.change ?? after;
    const isComplete = cursor >= page.state.change;
    // The copy is as old as the question, not as the last change: nothing newer was known when it was asked.
    ctx.store.transaction((tx) => storeCopyPage(tx, page, cursor, isComplete ? ctx.clock.now() : null));
    if (isComplete || page.changes.length === 0) return;
  }
}
