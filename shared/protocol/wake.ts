import { z } from 'zod';
import { epoch } from './epoch.ts';

/** Seconds between two heartbeats of the hub; three missed ones mean that the line is dead. */
export const HEARTBEAT_SECONDS = 20;

/**
 * WebSocket /v1/wake: the hub only ever says "look now", never what there is to see.
 * `hello` once, `look` when the stream has grown, `heartbeat` in between. The workstation sends nothing.
 */
export const wakeMessage = z.object({
  type: z.enum(['hello', 'look', 'heartbeat']),
  epoch,
  /** The last number of the bureau's stream. */
  head: z.int().min(0),
});

export type WakeMessage = z.infer<typeof wakeMessage>;
