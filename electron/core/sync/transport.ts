/** One HTTPS exchange with the hub. Bodies are bytes; JSON is made and read by the caller. */
export interface HubRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Begins with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** How long nothing may come before it is given up (ms); what keeps coming may take its time. */
  readonly silenceMs?: number;
  readonly signal?: AbortSignal;
}

export interface HubResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/**
 * offline: no connection could be made, or it broke · timeout: no answer in time, what happened at the other side is unknown ·
 * untrusted: whoever answered does not hold a certificate of the pinned authority · refused: our certificate was not accepted ·
 * not-understood: whoever answered holds it, and what came is no HTTP, or more than any answer.
 */
export type TransportFailure = 'offline' | 'timeout' | 'untrusted' | 'refused' | 'not-understood';

export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly failure: TransportFailure,
    options?: ErrorOptions,
  ) {
    super(failure, options);
  }
}

/** A connection that only says "look now", and who has the same case open. */
export interface WakeChannel {
  /** Says something to the hub; lost without a word where the channel does not stand. */
  say(text: string): void;
  close(): void;
}

export interface WakeListener {
  onOpen(): void;
  /** What the hub said, as text (shared/protocol/wake.ts). */
  onMessage(text: string): void;
  /** Told once; the caller opens another when it wants one. */
  onClose(): void;
}

/** The way to one hub. The real one is https-transport.ts; a simulator brings its own. */
export interface HubTransport {
  /** @throws TransportError */
  send(request: HubRequest): Promise<HubResponse>;
  openWake(path: string, listener: WakeListener): WakeChannel;
  close(): void;
}
