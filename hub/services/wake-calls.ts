import { EventEmitter } from 'node:events';
import { listBureaus } from '../store/bureaus.ts';
import type { Database, Queryable } from '../store/database.ts';
import { type BundledCalls, bundleCalls } from './bundle-calls.ts';

const CHANNEL = 'ncb_stream';

/** Why a bureau is called: its stream has grown, or the directory has changed. */
export type WakeReason = 'look' | 'directory';

/** Calls the workstations of a bureau, at whichever hub process they are connected. */
export interface WakeCalls {
  /** Calls `listener` whenever there may be something to look at; returns how to stop. */
  subscribe(bureau: string, listener: (reason: WakeReason) => void): () => void;
  close(): Promise<void>;
}

/** Between the processes of one hub a call is the bureau's code, and a word more where it is about the directory. */
export function readCall(payload: string): { readonly bureau: string; readonly reason: WakeReason } {
  const [bureau = '', word] = payload.split(' ');
  return { bureau, reason: word === 'directory' ? word : 'look' };
}

/**
 * Listens to PostgreSQL, which carries the call between the processes of one hub. Several of them may call the same bureau: what comes within a
 * moment (`bundledFor`, ms) is passed on as one.
 */
export async function openWakeCalls(database: Database, bundledFor: number): Promise<WakeCalls> {
  const calls = new EventEmitter().setMaxListeners(0);
  const everyone = () => {
    // Calls may have been missed while the connection was down: everybody looks.
    for (const bureau of calls.eventNames()) calls.emit(bureau, 'directory' satisfies WakeReason);
  };
  const passOn = bundleCalls(bundledFor, (payloads) => {
    for (const { bureau, reason } of payloads.map(readCall)) calls.emit(bureau, reason);
  });
  const stop = await database.listen(CHANNEL, (payload) => passOn.call([payload]), everyone);
  return {
    subscribe: (bureau, listener) => {
      calls.on(bureau, listener);
      return () => calls.off(bureau, listener);
    },
    close: stop,
  };
}

/**
 * Calls the workstations of bureaus whose streams have grown, those that are called again within a moment (`bundledFor`, ms) together. Outside the transactions that moved the streams, because NOTIFY makes
 * committing transactions queue up; a call lost by a crash in between costs only the time to the next look.
 */
export function openStreamCalls(db: Queryable, bundledFor: number): BundledCalls {
  // Nobody waits for the call: should it be lost, the workstations' next look finds the same.
  return bundleCalls(bundledFor, (bureaus) => void callOut(db, bureaus).catch(() => undefined));
}

/** Calls everybody: the directory has changed, and with it whom what is sealed to. */
export async function tellOfDirectory(db: Queryable): Promise<void> {
  await callOut(
    db,
    (await listBureaus(db)).map(({ code }) => `${code} directory`),
  );
}

async function callOut(db: Queryable, list: readonly string[]): Promise<void> {
  if (list.length > 0) await db.query('select pg_notify($1, bureau) from unnest($2::text[]) bureau', [CHANNEL, list]);
}
