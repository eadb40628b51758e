import { parseReferenceRecord, recordKeys } from '#shared/domain/candidates.ts';
import { type DatabaseKind, databaseKinds } from '#shared/domain/database-kind.ts';
import { type CopyPage, copyPage } from '#shared/protocol/checks.ts';
import {
  deleteReferenceRecord,
  putReferenceCopy,
  putReferenceRecord,
  referenceCopy,
} from '../store/tables/reference.ts';
import type { SyncContext } from './sync-context.ts';

const PAGE = 500;

/** Brings the local copies of the databases up to date, page by page; cut off anywhere, it goes on from there. */
export async function syncCopies(ctx: SyncContext): Promise<void> {
  for (const database of databaseKinds) await syncCopy(ctx, database);
}

async function syncCopy(ctx: SyncContext, database: DatabaseKind): Promise<void> {
  for (;;) {
    ctx.stopped.throwIfAborted();
    const after = Number(referenceCopy(ctx.store.read, database)?.cursor ?? 0);
    const page = await ctx.api.get(`/v1/checks/copy/${database}?after=${after}&limit=${PAGE}`, copyPage, ctx.stopped);
    const cursor = page.changes.at(-1)?.change ?? after;
    const isComplete = cursor >= page.state.change || page.changes.length === 0;
    takeIn(ctx, page, cursor, isComplete);
    if (isComplete) return;
  }
}

/** A complete copy is as old as the question, not as the last change: nothing newer was known when it was asked. */
function takeIn(ctx: SyncContext, page: CopyPage, cursor: number, isComplete: boolean): void {
  const { database } = page;
  const before = referenceCopy(ctx.store.read, database)?.asOf ?? null;
  ctx.store.transaction((tx) => {
    for (const { recordId, record } of page.changes) {
      if (record === null) deleteReferenceRecord(tx, database, recordId);
      else putReferenceRecord(tx, database, recordId, record, recordKeys(parseReferenceRecord(database, record)));
    }
    putReferenceCopy(tx, database, String(cursor), isComplete ? ctx.clock.now() : before);
  });
}
