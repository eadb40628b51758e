import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { deriveHubKeys, type OwnKeys } from './hub-keys.ts';

/** ECDSA P-256 with SHA-256, for the authority, the server and the workstations. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;
const CA_DAYS = 20 * 365;
const SERVER_DAYS = 365;
/** Clocks of machines differ; a certificate is valid a little before it was made. */
const BACKDATE = 60 * 60 * 1000;

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

/** What is kept of a certificate authority: its certificate and its PKCS #8 private key. */
export interface StoredAuthority {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface IssuedCertificate {
  readonly certificatePem: string;
  /** Of the DER, in hexadecimal. */
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

export interface ServerCertificate extends IssuedCertificate {
  readonly privateKeyPem: string;
}

export interface CertificateAuthority {
  readonly certificatePem: string;
  /** DER, which enrolment codes pin. */
  readonly subjectPublicKeyInfo: Uint8Array;
  /** For what travels in files; as lasting as the authority. */
  readonly ownKeys: OwnKeys;
  /** A TLS server certificate for these names and addresses, with a fresh key. */
  issueServer(now: number, names: readonly string[]): Promise<ServerCertificate>;
  /** A certificate for a key of the hub itself that signs for as long as the authority; it serves no TLS connection. */
  issueSigner(now: number, name: string, publicKey: CryptoKey): Promise<IssuedCertificate>;
  /** A TLS client certificate for the public key of a checked request. */
  issueWorkstation(now: number, request: CheckedRequest, subject: WorkstationSubject): Promise<IssuedCertificate>;
}

export interface WorkstationSubject {
  readonly bureau: string;
  readonly workstation: string;
  readonly days: number;
}

/** A PKCS #10 request whose signature holds and whose key is ECDSA P-256. */
export interface CheckedRequest {
  readonly request: x509.Pkcs10CertificateRequest;
  /** SHA-256 of its SubjectPublicKeyInfo, in hexadecimal. */
  readonly keySha256: string;
}

async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

function toPem(der: ArrayBuffer, label: string): string {
  return x509.PemConverter.encode(der, label);
}

async function newKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
}

async function exportPrivate(key: CryptoKey): Promise<string> {
  return toPem(await webcrypto.subtle.exportKey('pkcs8', key as webcrypto.CryptoKey), 'PRIVATE KEY');
}

/** A new authority: self-signed, for certificates and nothing else (RFC 5280 §4.2.1.3, §4.2.1.9). */
export async function createAuthority(now: number, hubName: string): Promise<StoredAuthority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`${hubName} certificate authority`] }],
    notBefore: new Date(now - BACKDATE),
    notAfter: new Date(now + CA_DAYS * DAY),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: certificate.toString('pem'), privateKeyPem: await exportPrivate(keys.privateKey) };
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}

async function leafExtensions(
  authority: x509.X509Certificate,
  publicKey: x509.PublicKey | CryptoKey,
  usage: x509.ExtendedKeyUsage | null,
): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ...(usage === null ? [] : [new x509.ExtendedKeyUsageExtension([usage])]),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(authority),
  ];
}

async function describeIssued(certificate: x509.X509Certificate): Promise<IssuedCertificate> {
  return {
    certificatePem: certificate.toString('pem'),
    sha256: await sha256Hex(certificate.rawData),
    notAfter: certificate.notAfter.getTime(),
  };
}

/** The authority at work. Throws when the stored form cannot be read. */
export async function openAuthority(stored: StoredAuthority): Promise<CertificateAuthority> {
  const certificate = new x509.X509Certificate(stored.certificatePem);
  const der = x509.PemConverter.decodeFirst(stored.privateKeyPem);
  const signingKey = (await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])) as CryptoKey;
  const issue = (
    parts: Pick<x509.X509CertificateCreateParams, 'subject' | 'publicKey' | 'extensions'>,
    now: number,
    days: number,
  ) =>
    x509.X509CertificateGenerator.create({
      ...parts,
      issuer: certificate.subject,
      notBefore: new Date(now - BACKDATE),
      notAfter: new Date(now + days * DAY),
      signingAlgorithm: algorithm,
      signingKey,
    });

  return {
    certificatePem: stored.certificatePem,
    subjectPublicKeyInfo: new Uint8Array(certificate.publicKey.rawData),
    ownKeys: await deriveHubKeys(new Uint8Array(der)),
    issueServer: async (now, names) => {
      const keys = await newKeys();
      const alternatives = names.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value }) as const);
      const extensions = [
        ...(await leafExtensions(certificate, keys.publicKey, x509.ExtendedKeyUsage.serverAuth)),
        new x509.SubjectAlternativeNameExtension(alternatives),
      ];
      const subject = [{ CN: [names[0] ?? 'hub'] }];
      const issued = await issue({ subject, publicKey: keys.publicKey, extensions }, now, SERVER_DAYS);
      return { ...(await describeIssued(issued)), privateKeyPem: await exportPrivate(keys.privateKey) };
    },
    issueSigner: async (now, name, publicKey) => {
      const extensions = await leafExtensions(certificate, publicKey, null);
      return describeIssued(await issue({ subject: [{ CN: [name] }], publicKey, extensions }, now, CA_DAYS));
    },
    issueWorkstation: async (now, { request }, { bureau, workstation, days }) => {
      const extensions = await leafExtensions(certificate, request.publicKey, x509.ExtendedKeyUsage.clientAuth);
      const subject: x509.JsonName = [{ O: [bureau] }, { CN: [workstation] }];
      return describeIssued(await issue({ subject, publicKey: request.publicKey, extensions }, now, days));
    },
  };
}

/** A key pair that signs audit checkpoints, with the authority's certificate for it. */
export async function createAuditKey(
  authority: CertificateAuthority,
  now: number,
  name: string,
): Promise<StoredAuthority> {
  const keys = await newKeys();
  const { certificatePem } = await authority.issueSigner(now, name, keys.publicKey);
  return { certificatePem, privateKeyPem: await exportPrivate(keys.privateKey) };
}

/** ECDSA P-256 with SHA-256, as r and s (IEEE P1363). */
export async function signWithAuditKey(privateKeyPem: string, bytes: Uint8Array): Promise<Uint8Array> {
  const der = x509.PemConverter.decodeFirst(privateKeyPem);
  const key = await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  return new Uint8Array(await webcrypto.subtle.sign(algorithm, key, Uint8Array.from(bytes)));
}

/** Reads a certificate request; what it asks for beside its key is ignored. */
export async function checkRequest(pem: string): Promise<Result<CheckedRequest, 'unreadable' | 'signature' | 'key'>> {
  let request: x509.Pkcs10CertificateRequest;
  try {
    request = new x509.Pkcs10CertificateRequest(pem);
  } catch {
    return err('unreadable');
  }
  const key = request.publicKey.algorithm as { name: string; namedCurve?: string };
  if (key.name !== 'ECDSA' || key.namedCurve !== 'P-256') return err('key');
  if (!(await request.verify().catch(() => false))) return err('signature');
  return ok({ request, keySha256: await sha256Hex(request.publicKey.rawData) });
}
