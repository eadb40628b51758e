import { bringContent, type FileWant, fileToBring, openFileWants } from '../sharing/file-wants.ts';
import { uploadOfContent } from '../store/tables/uploads.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { isMyTurn } from './turns.ts';

/**
 * Brings to the hub what a colleague's workstation asks for and this one has: at once what it has brought there before, as whoever added it
 * has; of what it only fetched, in its turn. Once the stream has been read to its end, where somebody may have said that it comes.
 */
export function bringWantedFiles(ctx: SyncContext): void {
  const { store, identity } = ctx;
  const { read } = store;
  const wants = openFileWants(read).filter(
    (want) => want.workstation !== identity.workstationId && fileToBring(read, want) !== null,
  );
  const [first] = wants;
  if (!first) return;
  // Those before this one in turn are away, or have none of them: who asked for ten files does not wait for a turn ten times.
  const isTurn = isMyTurn(ctx, 'files', first.id, { without: [first.workstation] });
  for (const want of isTurn ? wants : wants.filter(({ sha256 }) => uploadOfContent(read, sha256) !== null))
    bring(ctx, want);
}

/** Two may have asked for the same. */
function bring(ctx: SyncContext, want: FileWant): void {
  const { store, identity } = ctx;
  const isOpen = openFileWants(store.read).some(({ id }) => id === want.id);
  const file = isOpen ? fileToBring(store.read, want) : null;
  if (file) store.transaction((tx) => bringContent(recording(ctx, tx), identity, file));
}
