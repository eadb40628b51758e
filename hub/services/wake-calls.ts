import { EventEmitter } from 'node:events';
import type { Database, Queryable } from '../store/database.ts';

const CHANNEL = 'ncb_stream';

/** Tells the workstations of a bureau, at whichever hub process they are connected, that their stream has grown. */
export interface WakeCalls {
  /** Calls `listener` whenever the bureau's stream may have grown; returns how to stop. */
  subscribe(bureau: string, listener: () => void): () => void;
  close(): Promise<void>;
}

/** Listens to PostgreSQL, which carries the call between the processes of one hub. */
export async function openWakeCalls(database: Database): Promise<WakeCalls> {
  const calls = new EventEmitter().setMaxListeners(0);
  const everyone = () => {
    // Calls may have been missed while the connection was down: everybody looks.
    for (const bureau of calls.eventNames()) calls.emit(bureau);
  };
  const stop = await database.listen(CHANNEL, (bureau) => calls.emit(bureau), everyone);
  return {
    subscribe: (bureau, listener) => {
      calls.on(bureau, listener);
      return () => calls.off(bureau, listener);
    },
    close: stop,
  };
}

/**
 * Calls the workstations of these bureaus. Outside the transactions that moved the streams, because NOTIFY makes
 * committing transactions queue up; a call lost by a crash in between costs only the time to the next look.
 */
export async function wakeBureaus(db: Queryable, bureaus: Iterable<string>): Promise<void> {
  const list = [...new Set(bureaus)];
  if (list.length > 0) await db.query('select pg_notify($1, bureau) from unnest($2::text[]) bureau', [CHANNEL, list]);
}
