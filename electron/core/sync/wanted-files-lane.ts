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
  const own = wants.find(({ sha256 }) => uploadOfContent(read, sha256) !== null);
  const next = own ?? wants.find((want, place) => place === 0 && isMyTurn(ctx, 'files', want.id, othersBut(want)));
  const file = next && fileToBring(read, next);
  if (file) store.transaction((tx) => bringContent(recording(ctx, tx), identity, file));
}

const othersBut = ({ workstation }: FileWant) => ({ without: [workstation] });
