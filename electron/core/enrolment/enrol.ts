import type { AppError } from '#shared/ipc/wire.ts';
import type { RandomDep } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { caResponse, enrolmentResponse, proveEnrolment } from '#shared/protocol/enrolment.ts';
import { caPinOf, type EnrolmentCode, parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { protocolError } from '#shared/protocol/errors.ts';
import { keyId } from '#shared/protocol/hpke.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { Identity } from '../store/tables/identity.ts';
import { type HubResponse, type HubTransport, TransportError } from '../sync/transport.ts';
import { subjectPublicKeyInfo } from './certificates.ts';
import { ed25519Signer } from './ed25519.ts';
import { makeNewKeys, type NewKeys } from './new-keys.ts';

/** How enrolment reaches a hub that it does not know yet. */
export interface EnrolmentDeps extends RandomDep {
  /** GET over TLS without trust in whoever answers. */
  readonly untrustedGet: (hubUrl: string, path: string) => Promise<HubResponse>;
  /** A way to the hub that trusts this authority (PEM) only, without a certificate of our own. */
  readonly openTransport: (hubUrl: string, ca: string) => HubTransport;
}

/** Keys made for a code whose answer did not arrive: asking again with the same ones is safe, the hub answers the same. */
export type PendingKeys = Map<string, NewKeys>;

/**
 * Turns a one-time code into the identity of this workstation:
 * code → hub's authority, held against the pin in the code → keys made here → certificate request → certificate.
 * Nothing is written; an error leaves this machine as it was.
 */
export async function enrol(
  deps: EnrolmentDeps,
  pending: PendingKeys,
  hubUrl: string,
  typedCode: string,
): Promise<Result<Identity, AppError>> {
  const code = parseEnrolmentCode(typedCode);
  if (!code.ok) return err({ code: 'code-mistyped', params: { problem: code.error } });
  try {
    const ca = await fetchAuthority(deps, hubUrl, code.value);
    if (!ca) return err({ code: 'hub-other', params: { hub: hubUrl } });
    const secret = toBase64Url(code.value.secret);
    const keys = pending.get(secret) ?? (await makeNewKeys(deps));
    pending.set(secret, keys);
    return await requestCertificate(deps, hubUrl, ca, secret, keys);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return err({ code: error.failure === 'untrusted' ? 'hub-other' : 'hub-unreachable', params: { hub: hubUrl } });
  }
}

/** The hub's authority (PEM), or null when it is not the one the code was made for. */
async function fetchAuthority(deps: EnrolmentDeps, hubUrl: string, code: EnrolmentCode): Promise<string | null> {
  const answer = await deps.untrustedGet(hubUrl, '/v1/ca');
  const parsed = caResponse.safeParse(readJson(answer));
  if (!parsed.success) return null;
  const pin = await caPinOf(subjectPublicKeyInfo(parsed.data.ca));
  return Buffer.from(pin).equals(Buffer.from(code.caPin)) ? parsed.data.ca : null;
}

async function requestCertificate(
  deps: EnrolmentDeps,
  hubUrl: string,
  ca: string,
  secret: string,
  keys: NewKeys,
): Promise<Result<Identity, AppError>> {
  const body = await proveEnrolment(
    { signer: ed25519Signer(keys.signingPrivateKey, keys.signingPublicKey) },
    {
      secret,
      csr: keys.csr,
      signingKey: keys.signingPublicKey,
      deviceKey: keys.devicePublicKey,
      bureauKey: { keyId: keyId.parse(keys.bureauKeyId), publicKey: keys.bureauPublicKey },
    },
  );
  const transport = deps.openTransport(hubUrl, ca);
  try {
    const headers = { 'content-type': 'application/json', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
    const answer = await transport.send({ method: 'POST', path: '/v1/enrolment', headers, body: JSON.stringify(body) });
    return readEnrolment(answer, hubUrl, keys);
  } finally {
    transport.close();
  }
}

function readEnrolment(answer: HubResponse, hubUrl: string, keys: NewKeys): Result<Identity, AppError> {
  const json = readJson(answer);
  const accepted = enrolmentResponse.safeParse(json);
  if (answer.status !== 200 || !accepted.success) return err(refusal(json));
  const { workstation, certificate, ca, bureau } = accepted.data;
  const { csr: _sent, ...kept } = keys;
  const name = `${bureau.code}-${workstation.slice(-4).toUpperCase()}`;
  return ok({ bureau: bureau.code, workstationId: workstation, name, hubUrl, hubCa: ca, certificate, ...kept });
}

const REFUSALS: Readonly<Record<string, AppError['code']>> = {
  'code-malformed': 'code-mistyped',
  'code-wrong': 'code-wrong',
  'code-used': 'code-used',
  'code-expired': 'code-expired',
  'bureau-key-exists': 'bureau-has-key',
  'rate-limited': 'hub-busy',
  busy: 'hub-busy',
  'protocol-unsupported': 'update-needed',
};

function refusal(json: unknown): AppError {
  const parsed = protocolError.safeParse(json);
  const code = parsed.success ? parsed.data.error.code : '';
  return { code: REFUSALS[code] ?? 'hub-refused', params: { detail: code } };
}

function readJson(answer: HubResponse): unknown {
  try {
    return JSON.parse(Buffer.from(answer.body).toString('utf8'));
  } catch {
    // Whatever answered, it was not a hub.
    return null;
  }
}
