import type { IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { WebSocket } from 'ws';
import { MAX_WAKE_MESSAGE } from '#shared/protocol/wake.ts';
import { failureOf, isOutOfItsTime, PinnedAgent } from './pinned-agent.ts';
import {
  type HubRequest,
  type HubResponse,
  type HubTransport,
  TransportError,
  type WakeChannel,
  type WakeListener,
} from './transport.ts';

export interface TlsIdentity {
  /** PEM of the only certificate authority that is trusted. */
  readonly ca: string;
  /** PEM; absent only while enrolling. */
  readonly certificate?: string;
  readonly key?: string;
}

/** How long nothing may come where the caller says nothing, and between two pieces of an answer (ms). */
const SILENCE_MS = 20_000;
/** More than any answer of the protocol: a hub that sends more is not one. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** HTTPS with mutual TLS, trusting one authority only; connections are kept and used again. */
export function httpsTransport(hubUrl: string, tls: TlsIdentity): HubTransport {
  const base = new URL(hubUrl);
  const agent = new PinnedAgent({ ca: tls.ca, cert: tls.certificate, key: tls.key });
  return {
    send: (request) => exchange({ agent, ...target(base, request) }, request),
    openWake: (path, listener) => openWebSocket(new URL(path, base), agent, listener),
    close: () => agent.destroy(),
  };
}

/**
 * Asks a hub that is not trusted yet for its authority's certificate. The answer proves nothing by itself: it is held against the pin
 * in the enrolment code.
 */
export function untrustedGet(hubUrl: string, path: string): Promise<HubResponse> {
  const request: HubRequest = { method: 'GET', path };
  return exchange({ rejectUnauthorized: false, agent: false, ...target(new URL(hubUrl), request) }, request);
}

const target = (base: URL, request: HubRequest): RequestOptions => ({
  host: base.hostname,
  port: base.port || 443,
  path: request.path,
  method: request.method,
  headers: {
    ...request.headers,
    ...(request.body !== undefined && { 'content-length': Buffer.byteLength(request.body) }),
  },
});

/** Given up when nothing comes for too long, never because much is coming slowly. */
function exchange(options: RequestOptions, request: HubRequest): Promise<HubResponse> {
  const { body, signal, silenceMs = SILENCE_MS } = request;
  return new Promise((resolve, reject) => {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), silenceMs);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    const fail = (error: unknown) => {
      clearTimeout(timer);
      reject(explain(error, silence.signal, signal));
    };
    const either = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
    const outgoing = httpsRequest({ ...options, signal: either }, (incoming) => {
      heard();
      readAnswer(incoming, heard)
        .then((answer) => {
          clearTimeout(timer);
          resolve(answer);
        })
        .catch(fail);
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

async function readAnswer(incoming: IncomingMessage, heard: () => void): Promise<HubResponse> {
  const headers = incoming.headers as Record<string, string | undefined>;
  if (isOutOfItsTime(incoming.socket, headers.date)) {
    incoming.socket.destroy();
    throw new TransportError('untrusted');
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    heard();
    size += part.length;
    if (size > MAX_ANSWER_BYTES) throw new TransportError('not-understood');
    parts.push(part);
  }
  return { status: incoming.statusCode ?? 0, headers, body: new Uint8Array(Buffer.concat(parts)) };
}

function explain(error: unknown, silence: AbortSignal, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return new DOMException('cancelled', 'AbortError');
  if (silence.aborted) return new TransportError('timeout', { cause: error });
  if (error instanceof TransportError) return error;
  return new TransportError(failureOf(error), { cause: error });
}

function openWebSocket(url: URL, agent: PinnedAgent, listener: WakeListener): WakeChannel {
  url.protocol = 'wss:';
  const bounds = { handshakeTimeout: SILENCE_MS, maxPayload: MAX_WAKE_MESSAGE, perMessageDeflate: false };
  const socket = new WebSocket(url, [], { agent, ...bounds });
  socket.on('open', () => listener.onOpen());
  socket.on('message', (data) => listener.onMessage(String(data)));
  socket.on('close', () => listener.onClose());
  // 'close' follows every error; the error itself says nothing more that could be acted on.
  socket.on('error', () => undefined);
  const say = (text: string) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(text, () => undefined);
  };
  return { say, close: () => socket.terminate() };
}
