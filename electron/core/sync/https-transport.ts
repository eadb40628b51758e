import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { WebSocket } from 'ws';
import {
  type HubRequest,
  type HubResponse,
  type HubTransport,
  TransportError,
  type WakeListener,
} from './transport.ts';

export interface TlsIdentity {
  /** PEM of the only certificate authority that is trusted. */
  readonly ca: string;
  /** PEM; absent only while enrolling. */
  readonly certificate?: string;
  readonly key?: string;
}

const TIMEOUT_MS = 20_000;
/** More than any answer of the protocol: a hub that sends more is not one. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|ERR_TLS/;
const REFUSED = /ALERT|EPROTO|SSLV3/;

/** HTTPS with mutual TLS, trusting one authority only; connections are kept and used again. */
export function httpsTransport(hubUrl: string, tls: TlsIdentity): HubTransport {
  const base = new URL(hubUrl);
  const trust = { ca: tls.ca, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.3' as const };
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ...trust });
  return {
    send: (request) => exchange({ agent, ...target(base, request) }, request),
    openWake: (path, listener) => openWebSocket(new URL(path, base), trust, listener),
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

function exchange(options: RequestOptions, { body, signal, timeoutMs = TIMEOUT_MS }: HubRequest): Promise<HubResponse> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const fail = (error: unknown) => reject(explain(error, deadline, signal));
    const outgoing = httpsRequest({ ...options, signal: either }, (incoming) => {
      const parts: Buffer[] = [];
      let size = 0;
      incoming.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MAX_ANSWER_BYTES) incoming.destroy(new Error('answer too large'));
        else parts.push(part);
      });
      incoming.on('error', fail);
      incoming.on('end', () => {
        const headers = incoming.headers as Record<string, string | undefined>;
        resolve({ status: incoming.statusCode ?? 0, headers, body: new Uint8Array(Buffer.concat(parts)) });
      });
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

function explain(error: unknown, deadline: AbortSignal, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return new DOMException('cancelled', 'AbortError');
  if (deadline.aborted) return new TransportError('timeout', { cause: error });
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (REFUSED.test(code)) return new TransportError('refused', { cause: error });
  if (UNTRUSTED.test(code)) return new TransportError('untrusted', { cause: error });
  return new TransportError('offline', { cause: error });
}

function openWebSocket(url: URL, trust: object, listener: WakeListener): { close(): void } {
  url.protocol = 'wss:';
  const socket = new WebSocket(url, { ...trust, handshakeTimeout: TIMEOUT_MS });
  socket.on('open', () => listener.onOpen());
  socket.on('message', (data) => listener.onMessage(String(data)));
  socket.on('close', () => listener.onClose());
  // 'close' follows every error; the error itself says nothing more that could be acted on.
  socket.on('error', () => undefined);
  return { close: () => socket.terminate() };
}
