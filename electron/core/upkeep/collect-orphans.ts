import type { Log } from '../log.ts';
import type { Store } from '../store/database.ts';
import { isContentUsed, usedContents } from '../store/tables/attachments.ts';
import { lastAuditEntry } from '../store/tables/audit.ts';
import { putUnusedContents, unusedContents } from '../store/tables/unused-contents.ts';
import type { AttachmentStore } from '../vault/attachment-store.ts';
import { AT_ONCE, type Slices } from './quiet-work.ts';

/** How many contents are given their names before the thread is given back. */
const NAMED_AT_ONCE = 500;

interface OrphanDeps {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly log: Log;
}

/**
 * Removes sealed files that no row needs: of a crash between sealing and committing, of what was given up. One goes only when two
 * sessions in a row have found it so; never one that was put in this session and is not settled yet; and never one that does
 * not show by its own seal what it holds. A damaged file stays for whoever wants to look into it, and after a salvage all of them do.
 *
 * A root key that is renewed meanwhile gives a content another name: so it is its content that decides, never the name alone.
 */
export function* orphanSlices({ store, attachments, log }: OrphanDeps): Slices {
  // What went missing with a salvage may have named any of them.
  if (lastAuditEntry(store.read, 'session.salvage')) return;
  const before = unusedContents(store.read);
  const needed = yield* neededNames(store, attachments);
  const found: string[] = [];
  let removed = 0;
  for (const name of attachments.names()) {
    if (needed.has(name)) continue;
    yield AT_ONCE;
    if (store.status().readOnly) return;
    const digest = attachments.digestOf(name);
    if (digest === null || isContentUsed(store.read, digest)) continue;
    if (before.has(name) && attachments.remove(digest)) removed += 1;
    else found.push(name);
  }
  if (!sameNames(before, found)) store.transaction((tx) => putUnusedContents(tx, found));
  if (removed > 0 || found.length > 0) log.info(`files without a row: ${removed} removed, ${found.length} seen`);
}

/** The names that the needed contents may have. There may be tens of thousands. */
function* neededNames(store: Store, attachments: AttachmentStore): Generator<number, ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const [index, digest] of usedContents(store.read).entries()) {
    if (index % NAMED_AT_ONCE === NAMED_AT_ONCE - 1) yield AT_ONCE;
    for (const name of attachments.namesOf(digest)) needed.add(name);
  }
  return needed;
}

const sameNames = (before: ReadonlySet<string>, found: readonly string[]): boolean =>
  before.size === found.length && found.every((name) => before.has(name));
