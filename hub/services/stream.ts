import type { Epoch } from '#shared/protocol/epoch.ts';
import type { StreamPage } from '#shared/protocol/stream.ts';
import type { Database } from '../store/database.ts';
import { currentEpoch, resumePoint } from '../store/epochs.ts';
import { readStream, streamHead } from '../store/streams.ts';
import { noteStreamRead } from '../store/workstations.ts';
import type { Caller } from './caller.ts';

export interface StreamCursor {
  readonly after: number;
  readonly limit: number;
  readonly epoch?: Epoch | undefined;
}

/**
 * The next page of a bureau's stream. A cursor of an older epoch is set back to where that history and this one part;
 * one of an epoch the hub has lost, to the beginning. A cursor says that the workstation holds what is before it;
 * whoever reads for another one says nothing of the kind, and names none.
 */
export async function readStreamPage(
  db: Database,
  { bureau, workstation }: Pick<Caller, 'bureau'> & Partial<Pick<Caller, 'workstation'>>,
  cursor: StreamCursor,
): Promise<StreamPage> {
  const epoch = await currentEpoch(db);
  if (!epoch) throw new Error('The hub has no epoch');
  const known = cursor.epoch === undefined || cursor.epoch === epoch.id;
  const resume = known ? cursor.after : ((await resumePoint(db, bureau, cursor.epoch as Epoch)) ?? 0);
  const resumeAfter = Math.min(cursor.after, resume);
  if (workstation !== undefined && cursor.epoch === epoch.id && cursor.after > 0)
    await noteStreamRead(db, bureau, workstation, cursor.after);
  const items = await readStream(db, bureau, resumeAfter, cursor.limit);
  return { epoch: epoch.id, resumeAfter, items, head: await streamHead(db, bureau) };
}
