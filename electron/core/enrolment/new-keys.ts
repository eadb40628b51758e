import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import type { RandomDep } from '#shared/lib/deps.ts';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';
import { encryptionKeyId, newEncryptionKeyPair } from '#shared/protocol/hpke.ts';

/** Every key a workstation makes for itself; only the public halves ever leave it. */
export interface NewKeys {
  /** PEM, PKCS #10 and PKCS #8, ECDSA P-256: for mutual TLS. */
  readonly csr: string;
  readonly tlsKey: string;
  /** Base64url: Ed25519. */
  readonly signingPublicKey: string;
  readonly signingPrivateKey: string;
  /** Base64url: X25519. */
  readonly devicePublicKey: string;
  readonly devicePrivateKey: string;
}

/** A key pair of a bureau, base64url; the id names the public half. */
export interface BureauKeyPair {
  readonly keyId: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

export async function makeNewKeys(deps: RandomDep): Promise<NewKeys> {
  const device = await newEncryptionKeyPair(deps);
  return {
    ...(await makeTlsKey()),
    ...makeSigningKey(),
    devicePublicKey: toBase64Url(device.publicKey),
    devicePrivateKey: toBase64Url(device.privateKey),
  };
}

/** The key of a bureau that has none, or the one that is to follow. */
export async function makeBureauKey(deps: RandomDep): Promise<BureauKeyPair> {
  const { publicKey, privateKey } = await newEncryptionKeyPair(deps);
  return {
    keyId: await encryptionKeyId(publicKey),
    publicKey: toBase64Url(publicKey),
    privateKey: toBase64Url(privateKey),
  };
}

/** A P-256 key and its certificate request; the hub writes the subject itself. */
async function makeTlsKey(): Promise<{ csr: string; tlsKey: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=NCB workstation',
    keys,
    signingAlgorithm: algorithm,
  });
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  return {
    csr: request.toString('pem'),
    tlsKey: ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'),
  };
}

function makeSigningKey(): { signingPublicKey: string; signingPrivateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const { d } = privateKey.export({ format: 'jwk' });
  return {
    signingPublicKey: toBase64Url(fromBase64Url(x ?? '')),
    signingPrivateKey: toBase64Url(fromBase64Url(d ?? '')),
  };
}
