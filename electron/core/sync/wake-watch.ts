import { z } from 'zod';
import type { RandomDep } from '#shared/lib/deps.ts';
import { type PresenceMessage, presenceMessage } from '#shared/protocol/presence.ts';
import { type WakeMessage, wakeMessage } from '#shared/protocol/wake.ts';
import { backOff } from './back-off.ts';
import type { Timers } from './timers.ts';
import type { HubTransport, WakeChannel } from './transport.ts';

/** The hub says something every 20 s (docs/protocol.md): a channel that is silent for longer is half open (ms). */
const SILENCE_MS = 50_000;

interface WakeDeps extends RandomDep {
  readonly transport: HubTransport;
  readonly timers: Timers;
  /** The hub says that there is something to look at; null: in words that this version does not know. */
  readonly onCall: (call: WakeMessage | null) => void;
  /** The channel stood, and broke; or it could not be opened, for the first time in a row: the line itself may have gone. */
  readonly onBroken: () => void;
  readonly presence: PresenceEnd;
}

/** Who has a case open is told over the same channel. */
interface PresenceEnd {
  /** The hub takes what is said of it. */
  stands(say: (text: string) => void): void;
  hears(message: PresenceMessage): void;
  broke(): void;
}

/**
 * The channel on which the hub says "look now". One that cannot be opened, as behind some firewalls, is tried again ever more rarely: the
 * look of every minute does its work.
 */
export class WakeWatch {
  private channel: WakeChannel | null = null;
  private failures = 0;
  private isClosed = false;
  /** Waits before the next try. */
  private isResting = false;
  private callOff: () => void = () => undefined;

  constructor(private readonly deps: WakeDeps) {}

  /** Opens the channel if it does not stand and is not to rest. */
  open(): void {
    if (this.channel || this.isResting || this.isClosed) return;
    let stood = false;
    const channel = this.deps.transport.openWake('/v1/wake', {
      onOpen: () => {
        stood = true;
        this.heard(channel);
      },
      onMessage: (text) => {
        this.heard(channel);
        this.take(readMessage(text), channel);
      },
      onClose: () => this.broke(stood),
    });
    this.channel = channel;
  }

  /** The hub is reached again after it was not: what kept the channel from standing may be over, and it is opened without a rest. */
  openAfresh(): void {
    this.failures = 0;
    if (this.isResting) this.callOff();
    this.isResting = false;
    this.open();
  }

  close(): void {
    this.isClosed = true;
    this.callOff();
    this.channel?.close();
  }

  private take(message: WakeMessage | PresenceMessage | null, channel: WakeChannel): void {
    const { presence, onCall } = this.deps;
    if (message?.type === 'presence') {
      presence.hears(message);
      return;
    }
    if (message?.type === 'hello' && message.presence) presence.stands((text) => channel.say(text));
    if (message?.type !== 'heartbeat') onCall(message);
    // It has stood for a while.
    else this.failures = 0;
  }

  private heard(channel: WakeChannel): void {
    this.callOff();
    this.callOff = this.deps.timers.after(SILENCE_MS, () => channel.close());
  }

  private broke(stood: boolean): void {
    this.channel = null;
    this.callOff();
    this.deps.presence.broke();
    if (this.isClosed) return;
    this.failures += 1;
    this.isResting = true;
    this.callOff = this.deps.timers.after(backOff(this.deps, this.failures), () => {
      this.isResting = false;
      this.open();
    });
    if (stood || this.failures === 1) this.deps.onBroken();
  }
}

/** Null when it is not a word of the protocol. */
function readMessage(text: string): WakeMessage | PresenceMessage | null {
  try {
    return z.union([wakeMessage, presenceMessage]).parse(JSON.parse(text));
  } catch {
    return null;
  }
}
