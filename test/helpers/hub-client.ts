import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Agent, request as httpsRequest } from 'node:https';
import * as x509 from '@peculiar/x509';
import { offerResponse, type Verdict } from '#shared/protocol/acceptance.ts';
import { signRenewal } from '#shared/protocol/bureau-key.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import {
  type EnrolmentRequest,
  type EnrolmentResponse,
  enrolmentResponse,
  proveEnrolment,
} from '#shared/protocol/enrolment.ts';
import { parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { type EncryptionKeyPair, keyId, newEncryptionKeyPair } from '#shared/protocol/hpke.ts';
import { type StreamPage, streamPage } from '#shared/protocol/stream.ts';
import { newSigningKey, type SigningKey, systemRandom } from './crypto.ts';
import { newTestBureau, type TestBureau, type TestSender } from './envelopes.ts';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface HubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** The parsed body, when it is JSON. */
  readonly body: unknown;
}

interface HubRequest {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HubAddress {
  readonly url: string;
  readonly caPem: string;
}

/** One HTTPS request, with a client certificate or without. */
export async function askHub(hub: HubAddress, identity: TlsIdentity | null, ask: HubRequest): Promise<HubAnswer> {
  const payload = ask.json === undefined ? ask.bytes : Buffer.from(JSON.stringify(ask.json));
  const type = ask.json === undefined ? 'application/octet-stream' : 'application/json';
  const agent = new Agent({ ca: hub.caPem, ...(identity ?? {}), keepAlive: false, maxCachedSessions: 0 });
  const options = {
    method: ask.method ?? (payload ? 'POST' : 'GET'),
    agent,
    headers: { ...(payload && { 'content-type': type, 'content-length': payload.length }), ...ask.headers },
  };
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(new URL(ask.path, hub.url), options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const isJson = response.headers['content-type']?.includes('json') && bytes.length > 0;
        const body: unknown = isJson ? JSON.parse(bytes.toString('utf8')) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, body });
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** The code of the answer table in an error body. */
export function codeOf(answer: HubAnswer): string | undefined {
  return (answer.body as { error?: { code?: string } } | undefined)?.error?.code;
}

export interface EnrolmentKit {
  readonly request: EnrolmentRequest;
  readonly signer: SigningKey;
  /** Of this machine alone. */
  readonly device: EncryptionKeyPair;
  /** PKCS #8 PEM of the TLS key. */
  readonly key: string;
}

/** Everything a workstation sends to enrol, made from a code as it is read out. @param bureau null: it holds no key of it */
export async function prepareEnrolment(code: string, bureau: TestBureau | null): Promise<EnrolmentKit> {
  const parsed = parseEnrolmentCode(code);
  if (!parsed.ok) throw new Error(parsed.error);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm });
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as webcrypto.CryptoKey);
  const signer = newSigningKey();
  const device = await newEncryptionKeyPair({ random: systemRandom });
  const bureauKey = bureau && { keyId: bureau.keyId, publicKey: toBase64Url(bureau.publicKey) };
  const request = await proveEnrolment(
    { signer },
    {
      secret: toBase64Url(parsed.value.secret),
      csr: csr.toString('pem'),
      signingKey: signer.publicKey,
      deviceKey: toBase64Url(device.publicKey),
      bureauKey: bureauKey as EnrolmentRequest['bureauKey'],
    },
  );
  return { request, signer, device, key: x509.PemConverter.encode(der, 'PRIVATE KEY') };
}

/** An enrolled workstation of a test, with the calls the protocol has for it. */
export interface TestWorkstation extends TestSender {
  readonly identity: TlsIdentity;
  readonly answer: EnrolmentResponse;
  readonly device: EncryptionKeyPair;
  ask(request: HubRequest): Promise<HubAnswer>;
  offer(...envelopes: readonly unknown[]): Promise<Verdict[]>;
  pull(after?: number, more?: string): Promise<StreamPage>;
}

interface EnrollingHub extends HubAddress {
  readonly admin: { createEnrolmentCode(bureau: string): Promise<string> };
}

/** Enrols a workstation of the bureau, registering the bureau's key if it is the first. */
export async function enrolWorkstation(hub: EnrollingHub, bureau: TestBureau): Promise<TestWorkstation> {
  const code = await hub.admin.createEnrolmentCode(bureau.code);
  const kit = await prepareEnrolment(code, bureau);
  const response = await askHub(hub, null, { path: '/v1/enrolment', json: kit.request });
  if (response.status !== 200) throw new Error(`Not enrolled: ${response.bytes.toString('utf8')}`);
  const answer = enrolmentResponse.parse(response.body);
  const identity = { cert: answer.certificate, key: kit.key };
  const ask = (request: HubRequest) => askHub(hub, identity, request);
  return {
    bureau,
    workstation: answer.workstation,
    signer: kit.signer,
    identity,
    answer,
    device: kit.device,
    ask,
    offer: async (...envelopes) => {
      const { body, status, bytes } = await ask({ path: '/v1/envelopes', json: { envelopes } });
      if (status !== 200) throw new Error(bytes.toString('utf8'));
      return offerResponse.parse(body).verdicts;
    },
    pull: async (after = 0, more = '') =>
      streamPage.parse((await ask({ path: `/v1/stream?after=${after}&limit=200${more}` })).body),
  };
}

/** A bureau with one enrolled workstation. */
export async function enrolNewBureau(hub: EnrollingHub, code: string): Promise<TestWorkstation> {
  return enrolWorkstation(hub, await newTestBureau(code));
}

/** A workstation asks that one key of its bureau follow another. */
export async function renewBureauKey(
  by: TestWorkstation,
  from: TestBureau,
  to: TestBureau,
  signer = by.signer,
): Promise<HubAnswer> {
  const key = { keyId: keyId.parse(to.keyId), publicKey: toBase64Url(to.publicKey) };
  const request = await signRenewal({ signer }, { replaces: keyId.parse(from.keyId), key });
  return by.ask({ path: '/v1/bureau-key', json: request });
}
