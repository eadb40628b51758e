import type { AppError } from '#shared/ipc/wire.ts';
import type { RandomDep } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { DirectoryBureau } from '#shared/protocol/directory.ts';
import { caResponse, enrolmentResponse, proveEnrolment } from '#shared/protocol/enrolment.ts';
import { caPinOf, type EnrolmentCode, parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { protocolError } from '#shared/protocol/errors.ts';
import { keyId } from '#shared/protocol/hpke.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { workstationName } from '../bureau-keys/workstation-name.ts';
import type { BureauKeyRow } from '../store/tables/bureau-keys.ts';
import type { Identity } from '../store/tables/identity.ts';
import { type HubResponse, type HubTransport, TransportError } from '../sync/transport.ts';
import { subjectPublicKeyInfo } from './certificates.ts';
import { ed25519Signer } from './ed25519.ts';
import { type BureauKeyPair, makeBureauKey, makeNewKeys, type NewKeys } from './new-keys.ts';

/** How enrolment reaches a hub that it does not know yet. */
export interface EnrolmentDeps extends RandomDep {
  /** GET over TLS without trust in whoever answers. */
  readonly untrustedGet: (hubUrl: string, path: string) => Promise<HubResponse>;
  /** A way to the hub that trusts this authority (PEM) only, without a certificate of our own. */
  readonly openTransport: (hubUrl: string, ca: string) => HubTransport;
}

interface PendingEnrolment {
  readonly keys: NewKeys;
  /** What becomes the bureau's key, should it have none. */
  readonly bureauKey: BureauKeyPair;
}

/** Keys made for a code whose answer did not arrive: asking again with the same ones is safe, the hub answers the same. */
export type PendingKeys = Map<string, PendingEnrolment>;

/** What a store out of a back-up brings: whose it is, and the bureau's keys it holds, the newest first. */
export interface Brought {
  readonly bureau: string;
  readonly keys: readonly BureauKeyPair[];
}

export interface Enrolled {
  readonly identity: Identity;
  /** The bureau's current key; null = another workstation of the bureau hands it over (bureau-keys/). */
  readonly bureauKey: BureauKeyRow | null;
}

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
  brought?: Brought,
): Promise<Result<Enrolled, AppError>> {
  const code = parseEnrolmentCode(typedCode);
  if (!code.ok) return err({ code: 'code-mistyped', params: { problem: code.error } });
  try {
    const ca = await fetchAuthority(deps, hubUrl, code.value);
    if (!ca) return err({ code: 'hub-other', params: { hub: hubUrl } });
    const secret = toBase64Url(code.value.secret);
    const made = pending.get(secret) ?? (await makePending(deps, brought));
    pending.set(secret, made);
    const transport = deps.openTransport(hubUrl, ca);
    try {
      return await requestCertificate({ transport, hubUrl, secret, keys: made.keys }, made.bureauKey, brought);
    } finally {
      transport.close();
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return err({ code: error.failure === 'untrusted' ? 'hub-other' : 'hub-unreachable', params: { hub: hubUrl } });
  }
}

async function makePending(deps: RandomDep, brought: Brought | undefined): Promise<PendingEnrolment> {
  return { keys: await makeNewKeys(deps), bureauKey: brought?.keys[0] ?? (await makeBureauKey(deps)) };
}

/** The hub's authority (PEM), or null when it is not the one the code was made for. */
async function fetchAuthority(deps: EnrolmentDeps, hubUrl: string, code: EnrolmentCode): Promise<string | null> {
  const answer = await deps.untrustedGet(hubUrl, '/v1/ca');
  const parsed = caResponse.safeParse(readJson(answer));
  if (!parsed.success) return null;
  const pin = await caPinOf(subjectPublicKeyInfo(parsed.data.ca));
  return Buffer.from(pin).equals(Buffer.from(code.caPin)) ? parsed.data.ca : null;
}

interface Asking {
  readonly transport: HubTransport;
  readonly hubUrl: string;
  readonly secret: string;
  readonly keys: NewKeys;
}

/** Offers a key for the bureau; where it has another, comes with that one if it was brought, and without any if not. */
async function requestCertificate(
  asking: Asking,
  offered: BureauKeyPair,
  brought: Brought | undefined,
): Promise<Result<Enrolled, AppError>> {
  const first = await ask(asking, offered);
  const taken = otherKeyOf(first);
  if (!taken) return readEnrolment(first, asking, offered, brought);
  if (brought && brought.bureau !== taken.bureau)
    return err({ code: 'bureau-other', params: { bureau: brought.bureau } });
  const held = brought?.keys.find(({ keyId }) => keyId === taken.keyId) ?? null;
  return readEnrolment(await ask(asking, held), asking, held, brought);
}

async function ask({ transport, secret, keys }: Asking, bureauKey: BureauKeyPair | null): Promise<HubResponse> {
  const publicHalf = bureauKey && { keyId: keyId.parse(bureauKey.keyId), publicKey: bureauKey.publicKey };
  const { csr, signingPublicKey: signingKey, devicePublicKey: deviceKey } = keys;
  const signer = ed25519Signer(keys.signingPrivateKey, signingKey);
  const body = await proveEnrolment({ signer }, { secret, csr, signingKey, deviceKey, bureauKey: publicHalf });
  const headers = { 'content-type': 'application/json', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
  return transport.send({ method: 'POST', path: '/v1/enrolment', headers, body: JSON.stringify(body) });
}

/** Whose key it is that stands in the way of the offered one, if that is what the hub says. */
function otherKeyOf(answer: HubResponse): { readonly bureau: string; readonly keyId: string } | null {
  const parsed = protocolError.safeParse(readJson(answer));
  if (!parsed.success || parsed.data.error.code !== 'bureau-key-exists') return null;
  const { bureau = '', keyId: current = '' } = parsed.data.error.details ?? {};
  return { bureau: String(bureau), keyId: String(current) };
}

function readEnrolment(
  answer: HubResponse,
  { hubUrl, keys }: Asking,
  offered: BureauKeyPair | null,
  brought: Brought | undefined,
): Result<Enrolled, AppError> {
  const json = readJson(answer);
  const accepted = enrolmentResponse.safeParse(json);
  if (answer.status !== 200 || !accepted.success) return err(refusal(json));
  const { workstation, certificate, ca, bureau } = accepted.data;
  const { csr: _sent, ...kept } = keys;
  const name = workstationName(bureau.code, workstation);
  const rootKey = rootKeyOf(bureau, offered, brought);
  const current = bureau.encryptionKeys.find((key) => key.keyId === offered?.keyId && key.status === 'current');
  return ok({
    identity: {
      bureau: bureau.code,
      workstationId: workstation,
      name,
      hubUrl,
      hubCa: ca,
      certificate,
      rootKey,
      ...kept,
    },
    bureauKey: offered && current ? { ...offered, since: Date.parse(current.since) } : null,
  });
}

/**
 * The bureau's first key. Who joins takes the hub's word and has it compared with the digits; who brings keys knows better: whoever holds the first one may
 * say who belongs to the bureau, and the hub could otherwise name one of its own.
 */
function rootKeyOf(
  { encryptionKeys }: DirectoryBureau,
  offered: BureauKeyPair | null,
  brought: Brought | undefined,
): string {
  const first = encryptionKeys[0]?.publicKey ?? '';
  if (!offered || brought?.keys.some(({ publicKey }) => publicKey === first)) return first;
  return offered.publicKey;
}

const REFUSALS: Readonly<Record<string, AppError['code']>> = {
  'code-malformed': 'code-mistyped',
  'code-wrong': 'code-wrong',
  'code-used': 'code-used',
  'code-expired': 'code-expired',
  'bureau-suspended': 'bureau-suspended',
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
