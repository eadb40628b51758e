import type { Epoch } from '#shared/protocol/epoch.ts';
import type { StreamPage } from '#shared/protocol/stream.ts';
import type { Database } from '../store/database.ts';
import { currentEpoch, resumePoint } from '../store/epochs.ts';
import { readStream, streamHead } from '../store/streams.ts';

export interface StreamCursor {
  readonly after: number;
  readonly limit: number;
  readonly epoch?: Epoch | undefined;
}

/**
 * The next page of a bureau's stream. A cursor of an older epoch is set back to where that history and this one part;
 * one of an epoch the hub has lost, to the beginning.
 */
export async function readStreamPage(db: Database, bureau: string, cursor: StreamCursor): Promise<StreamPage> {
  const epoch = await currentEpoch(db);
  if (!epoch) throw new Error('The hub has no epoch');
  const known = cursor.epoch === undefined || cursor.epoch === epoch.id;
  const resume = known ? cursor.after : ((await resumePoint(db, bureau, cursor.epoch as Epoch)) ?? 0);
  const resumeAfter = Math.min(cursor.after, resume);
  const items = await readStream(db, bureau, resumeAfter, cursor.limit);
  return { epoch: epoch.id, resumeAfter, items, head: await streamHead(db, bureau) };
}
