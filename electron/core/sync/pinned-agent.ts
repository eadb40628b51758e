import { X509Certificate } from 'node:crypto';
import { Agent, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { TransportError, type TransportFailure } from './transport.ts';

/** What OpenSSL says of a certificate that is right but for the day on this machine's clock. */
const BY_THE_CLOCK = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']);
/** RFC 5280 §4.2.1.12: the certificate of a server, not of a workstation. */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** The hub looked at our certificate and said no (alerts of RFC 8446 §6.2). */
const REFUSED = /ALERT_(BAD_|UNSUPPORTED_|NO_)?CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_ACCESS_DENIED/;
/** The line broke in the middle of a TLS record. */
const BROKEN = /UNEXPECTED_EOF|BAD_RECORD_MAC|DECRYPTION_FAILED/;
/** What answers speaks no TLS 1.3 as the hub does: a page to sign in at, a box that inspects the traffic. */
const SPEAKS_OTHERWISE = /^ERR_SSL|^ERR_TLS|^EPROTO/;
/** What Node's parser says of an answer that is no HTTP; an end in the middle of one is a broken line. */
const NO_HTTP = /^HPE_(?!INVALID_EOF_STATE)/;
const NOT_ITS_CERTIFICATE = 'not the certificate of the hub';

type Callback = (error: Error | null, stream: Duplex) => void;

/** A handshake that takes longer will not come to its end (ms). */
const HANDSHAKE_MS = 60_000;

/** Certificates whose dates this machine's clock contradicts, by connection: what the hub's own clock says decides. */
const doubtful = new WeakMap<object, X509Certificate>();

/**
 * Connections to the holder of a certificate of one authority, and to nobody else. Not a byte of a request is written before that
 * is sure. The dates of the certificate are not held against this machine's clock alone, which may be years off.
 */
export class PinnedAgent extends Agent {
  private readonly connecting = new Set<TLSSocket>();

  constructor(private readonly trust: ConnectionOptions & { readonly ca: string }) {
    // A resumed session shows no certificate: each connection proves itself.
    super({ keepAlive: true, maxSockets: 4, maxCachedSessions: 0 });
  }

  override createConnection(options: RequestOptions, callback?: Callback): undefined {
    const host = String(options.host ?? '');
    const servername = isIP(host) ? '' : host;
    const socket = connect({ ...this.trust, ...placeOf(options), servername, ...STRICT });
    const settle = (error: Error | null) => {
      if (!this.connecting.delete(socket)) return;
      socket.setTimeout(0);
      if (error) socket.destroy();
      callback?.(error && new TransportError(failureBeforeTrust(error), { cause: error }), socket);
    };
    this.connecting.add(socket);
    socket.setTimeout(HANDSHAKE_MS, () => settle(new Error('no handshake')));
    // Errors of a connection that stands go to the request that uses it.
    socket.on('error', settle);
    socket.once('close', () => settle(new Error('closed')));
    socket.once('secureConnect', () => settle(this.isHub(socket, host) ? null : untrusted(socket)));
  }

  override destroy(): void {
    for (const socket of this.connecting) socket.destroy();
    super.destroy();
  }

  private isHub(socket: TLSSocket, host: string): boolean {
    if (socket.authorized) return true;
    if (!BY_THE_CLOCK.has(problemOf(socket))) return false;
    const certificate = new X509Certificate(socket.getPeerCertificate().raw);
    if (!isIssuedFor(certificate, new X509Certificate(this.trust.ca), host)) return false;
    doubtful.set(socket, certificate);
    return true;
  }
}

/** Whether it is the hub is looked at here, so that a clock that is off keeps nobody away from it. */
const STRICT = { minVersion: 'TLSv1.3', rejectUnauthorized: false } as const;

const placeOf = ({ host, port }: RequestOptions): ConnectionOptions => ({ host: host ?? '', port: Number(port) });

/** Node gives OpenSSL's name of the problem, as an error or as plain text. */
function problemOf({ authorizationError }: TLSSocket): string {
  const problem: unknown = authorizationError;
  return problem instanceof Error ? codeOf(problem) || problem.message : String(problem);
}

const untrusted = (socket: TLSSocket): Error =>
  Object.assign(new Error(NOT_ITS_CERTIFICATE), { code: problemOf(socket) });

/** Everything but the dates. OpenSSL names one problem of several, so it is looked at once more from the beginning. */
function isIssuedFor(certificate: X509Certificate, authority: X509Certificate, host: string): boolean {
  const named = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host);
  return (
    named !== undefined &&
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey) &&
    (certificate.keyUsage ?? []).includes(SERVER_AUTH)
  );
}

/** Whether the hub's own clock (the header `date`) says that the certificate of this connection is out of its time. */
export function isOutOfItsTime(socket: object, date: string | undefined): boolean {
  const certificate = doubtful.get(socket);
  if (!certificate) return false;
  const at = Date.parse(date ?? '');
  return !(at >= Date.parse(certificate.validFrom) && at <= Date.parse(certificate.validTo));
}

function failureBeforeTrust(error: Error): TransportFailure {
  const code = codeOf(error);
  if (error.message === NOT_ITS_CERTIFICATE) return 'untrusted';
  if (REFUSED.test(code)) return 'refused';
  return SPEAKS_OTHERWISE.test(code) && !BROKEN.test(code) ? 'untrusted' : 'offline';
}

/** What an error of an established connection means. */
export function failureOf(error: unknown): TransportFailure {
  const code = codeOf(error);
  if (NO_HTTP.test(code)) return 'not-understood';
  return REFUSED.test(code) ? 'refused' : 'offline';
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | null)?.code ?? '');
