import { WebSocket } from 'ws';
import { type PresenceAnnouncement, type PresenceMessage, presenceMessage } from '#shared/protocol/presence.ts';
import { type WakeMessage, wakeMessage } from '#shared/protocol/wake.ts';
import type { HubAddress, TlsIdentity } from './hub-client.ts';

/** A wake line of a test. */
export interface WakeLine {
  /** The next message; rejects when the line is refused or closed first. */
  next(): Promise<WakeMessage>;
  /** Resolves with the close code when the hub closes the line. */
  readonly closed: Promise<number>;
  close(): void;
  /** Says which case is open there. */
  show(open: PresenceAnnouncement['open']): void;
  /** What was last said of the others that show the same; null before anything was. */
  presence(): PresenceMessage | null;
  /** Sends a text as it stands. */
  send(text: string): void;
}

export function openWakeLine(hub: HubAddress, identity: TlsIdentity | null): WakeLine {
  const socket = new WebSocket(`${hub.url.replace('https', 'wss')}/v1/wake`, { ca: hub.caPem, ...identity });
  const arrived: WakeMessage[] = [];
  let ended: Error | null = null;
  const nobody = () => {};
  let call = nobody;
  let presence: PresenceMessage | null = null;
  socket.on('message', (data) => {
    const said: unknown = JSON.parse(String(data));
    const { data: ofPresence } = presenceMessage.safeParse(said);
    if (ofPresence) {
      presence = ofPresence;
      return;
    }
    arrived.push(wakeMessage.parse(said));
    call();
  });
  const end = (error: Error) => {
    ended ??= error;
    call();
  };
  socket.on('error', end);
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      end(new Error(`closed with ${code}`));
      resolve(code);
    });
  });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        call = () => {
          const message = arrived.shift();
          if (!message && !ended) return;
          call = nobody;
          if (message) resolve(message);
          else reject(ended);
        };
        call();
      }),
    closed,
    close: () => socket.terminate(),
    show: (open) => socket.send(JSON.stringify({ type: 'presence', open })),
    presence: () => presence,
    send: (text) => socket.send(text),
  };
}
