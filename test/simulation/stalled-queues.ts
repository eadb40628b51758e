import { syncState } from '#core/store/tables/sync-state.ts';
import { streamHead } from '#hub/store/streams.ts';
import type { Problem } from './problem.ts';
import type { World } from './world/world.ts';

/** What waits, by what it is known again when it is looked for once more. */
export type Waiting = ReadonlyMap<string, string>;

/** What still waits somewhere, or has not been looked at. */
export async function whatWaits({ stations, hub }: World): Promise<Waiting> {
  const waiting = new Map<string, string>();
  for (const { name, bureau, store } of stations.filter(({ isRevoked }) => !isRevoked)) {
    if (!store) {
      waiting.set(name, `${name} does not run`);
      continue;
    }
    const items = store.read.all<{ id: string; title: string; kind: string; state: string }>(
      "SELECT id, title, kind, state FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY rowid",
    );
    for (const { id, title, kind, state } of items)
      waiting.set(`${name} ${id}`, `${name}: ${kind} "${title}" is ${state}`);
    const arriving = store.read.all<{ id: string; title: string }>(
      "SELECT id, name AS title FROM attachments WHERE state = 'arriving' ORDER BY rowid",
    );
    for (const { id, title } of arriving) waiting.set(`${name} ${id}`, `${name}: the file "${title}" is still to come`);
    const cursor = Number(syncState(store.read, 'stream-cursor') ?? 0);
    const head = await streamHead(hub.database, bureau);
    if (cursor !== head) waiting.set(`${name} stream`, `${name} stands at ${cursor} of ${head}`);
  }
  return waiting;
}

/** What waited when it was looked for before, and does now: what somebody has queued meanwhile, as a colleague's file is, takes its time. */
export const stalled = (before: Waiting, now: Waiting): Problem[] =>
  [...now].filter(([key]) => before.has(key)).map(([, what]) => ({ kind: 'stalled', what }));
