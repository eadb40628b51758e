import type { TLSSocket } from 'node:tls';
import type { AnswerCode } from '#shared/protocol/answers.ts';
import { HUB_CHAIN } from '../store/audit.ts';
import { isUnavailable } from '../store/database.ts';
import { findByCertificates, type KnownWorkstation } from '../store/workstations.ts';
import type { Caller } from './caller.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { gather } from './gather.ts';
import { HubError } from './hub-error.ts';
import type { CertificateLookUp } from './working-parts.ts';

interface Refusal {
  readonly code: AnswerCode;
  readonly known?: { readonly bureau: string; readonly id?: string };
  /** SHA-256 of the certificate shown. */
  readonly certificate?: string;
  /** Who brought what is refused, where it was not the workstation itself: see `Caller`. */
  readonly carrier?: string;
}

/** What TLS found wrong with the client certificate, if anything. OpenSSL's names, see verify(1). */
function tlsRefusal(socket: TLSSocket, certificate: string | undefined): AnswerCode | null {
  if (!certificate) return 'no-certificate';
  if (socket.authorized) return null;
  const reason = String(socket.authorizationError);
  return reason.includes('CERT_HAS_EXPIRED') ? 'certificate-expired' : 'certificate-untrusted';
}

function statusRefusal(known: KnownWorkstation, now: string): AnswerCode | null {
  if (known.status === 'revoked') return 'workstation-revoked';
  if (known.certificateUntil <= now) return 'certificate-expired';
  if (known.bureauStatus === 'suspended') return 'bureau-suspended';
  return null;
}

/**
 * Who it was, as far as the hub itself has said so. TLS vouches for the certificate of a workstation that is unknown; any other that is nobody's
 * may be made up for the occasion, also one that TLS only calls expired.
 */
const callerIn = ({ code, known, certificate }: Refusal): string | null =>
  known?.id ?? (code === 'workstation-unknown' ? (certificate ?? null) : null);

/** Writes down who was refused, and throws. */
export async function refuse(deps: HubDeps, refusal: Refusal): Promise<never> {
  const { code, known, certificate, carrier } = refusal;
  deps.metrics.refusals.inc({ code });
  const entry = {
    bureau: known?.bureau ?? HUB_CHAIN,
    at: nowOf(deps),
    event: 'refused',
    ...(known?.id && { workstation: known.id }),
    ...(certificate && { subject: certificate }),
    details: { code, ...(carrier !== undefined && { carrier }) },
  };
  await deps.writeRefusal({ entry, caller: callerIn(refusal) });
  throw new HubError(code);
}

const LIMITS = { group: 500, waiting: 5000, lanes: 2 } as const;

/** Looks up together what is asked at the same moment: asked at every request that `recall` does not serve, so that a revocation holds from the next. */
export function openCertificateLookUp({ database }: Pick<HubDeps, 'database'>): CertificateLookUp {
  const lookUp = async (certificates: readonly string[]) => {
    const found = await findByCertificates(database, [...new Set(certificates)]);
    return certificates.map((certificate) => found.get(certificate));
  };
  return gather(LIMITS, (certificate) => certificate, lookUp, isUnavailable);
}

/** What a connection shows: TLS 1.3 does so once, when it is made. */
export interface Shown {
  /** SHA-256 of the certificate; undefined when none was shown. */
  readonly certificate: string | undefined;
  /** What TLS finds wrong with it, if anything. */
  readonly untrusted: AnswerCode | null;
  /** Whose it was when it was last asked: what a later request of the same connection begins with. */
  known?: KnownWorkstation | undefined;
}

export function whatIsShown(socket: TLSSocket): Shown {
  const certificate = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
  return { certificate, untrusted: tlsRefusal(socket, certificate) };
}

const callerFrom = ({ id, bureau, signingKey }: KnownWorkstation): Caller => ({ workstation: id, bureau, signingKey });

/** Who is asking. Throws, and writes the audit entry, when the certificate does not say so for certain. */
export async function authenticate(deps: HubDeps, shown: Shown): Promise<Caller> {
  const { certificate, untrusted } = shown;
  shown.known = undefined;
  if (!certificate || untrusted === 'certificate-untrusted') {
    return refuse(deps, { code: untrusted ?? 'no-certificate', ...(certificate && { certificate }) });
  }
  const known = await deps.lookUp(certificate);
  if (!known) return refuse(deps, { code: untrusted ?? 'workstation-unknown', certificate });
  const refusal = untrusted ?? statusRefusal(known, nowOf(deps));
  if (refusal) return refuse(deps, { code: refusal, known, certificate });
  shown.known = known;
  return callerFrom(known);
}

/**
 * Who is asking, as an earlier request of the connection found out, for a service whose own transaction looks whether the workstation may
 * still ask: a revocation holds from the next request there as well, without a question of its own. Null when nothing is remembered.
 */
export function recall(deps: HubDeps, shown: Shown): Caller | null {
  const { known, untrusted } = shown;
  if (!known || untrusted || statusRefusal(known, nowOf(deps))) return null;
  let asked: Promise<Caller> | undefined;
  const confirm = async () => {
    // Once for a request: a refusal is written down once.
    asked ??= authenticate(deps, shown);
    await asked;
  };
  return { ...callerFrom(known), confirm };
}
