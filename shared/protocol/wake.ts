import { z } from 'zod';
import { epoch } from './epoch.ts';

/** Seconds between two heartbeats of the hub; three missed ones mean that the line is dead. */
export const HEARTBEAT_SECONDS = 20;

/**
 * No message of the hub is larger (bytes). The largest is a presence with as many others as there can be, of some 40 KB; whatever is larger is none
 * of the protocol, and ends the line.
 */
export const MAX_WAKE_MESSAGE = 64 * 1024;

/**
 * WebSocket /v1/wake: the hub only ever says "look now", never what there is to see.
 * `hello` once, `look` when the stream has grown, `directory` when the directory has changed, `heartbeat` in between. The workstation
 * sends nothing but its presence (presence.ts), and that only to a hub that takes it.
 */
export const wakeMessage = z.object({
  type: z.enum(['hello', 'look', 'directory', 'heartbeat']),
  epoch,
  /** The last number of the bureau's stream. */
  head: z.int().min(0),
  /** In `hello`: this hub takes announcements of presence. One that does not would end the line over them. */
  presence: z.literal(true).optional(),
});

export type WakeMessage = z.infer<typeof wakeMessage>;
