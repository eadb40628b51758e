import type { TLSSocket } from 'node:tls';
import type { AnswerCode } from '#shared/protocol/answers.ts';
import { appendAudit, HUB_CHAIN } from '../store/audit.ts';
import { findByCertificate, type KnownWorkstation } from '../store/workstations.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { HubError } from './hub-error.ts';

/** The workstation a request came from, as its certificate proves. */
export interface Caller {
  readonly workstation: string;
  readonly bureau: string;
  /** Raw Ed25519, base64url. */
  readonly signingKey: string;
}

interface Refusal {
  readonly code: AnswerCode;
  readonly known?: KnownWorkstation;
  /** SHA-256 of the certificate shown. */
  readonly certificate?: string;
}

/** What TLS found wrong with the client certificate, if anything. OpenSSL's names, see verify(1). */
function tlsRefusal(socket: TLSSocket): AnswerCode | null {
  if (!socket.getPeerX509Certificate()) return 'no-certificate';
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

async function refuse(deps: HubDeps, { code, known, certificate }: Refusal): Promise<never> {
  deps.metrics.refusals.inc({ code });
  await deps.database.transaction((tx) =>
    appendAudit(tx, {
      bureau: known?.bureau ?? HUB_CHAIN,
      at: nowOf(deps),
      event: 'refused',
      ...(known && { workstation: known.id }),
      ...(certificate && { subject: certificate }),
      details: { code },
    }),
  );
  throw new HubError(code);
}

/** Who is asking. Throws, and writes the audit entry, when the certificate does not say so for certain. */
export async function authenticate(deps: HubDeps, socket: TLSSocket): Promise<Caller> {
  const shown = socket.getPeerX509Certificate();
  const certificate = shown?.fingerprint256.replaceAll(':', '').toLowerCase();
  const untrusted = tlsRefusal(socket);
  if (!certificate || untrusted === 'certificate-untrusted') {
    return refuse(deps, { code: untrusted ?? 'no-certificate', ...(certificate && { certificate }) });
  }
  const known = await findByCertificate(deps.database, certificate);
  if (!known) return refuse(deps, { code: untrusted ?? 'workstation-unknown', certificate });
  const refusal = untrusted ?? statusRefusal(known, nowOf(deps));
  if (refusal) return refuse(deps, { code: refusal, known, certificate });
  return { workstation: known.id, bureau: known.bureau, signingKey: known.signingKey };
}
