import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { RandomDep } from '#shared/lib/deps.ts';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';
import type { Database } from '../store/database.ts';
import { noteFactOnce, readFact } from '../store/hub-facts.ts';
import { type CertificateAuthority, createAuthority, openAuthority } from './certificate-authority.ts';

const deriveKey = promisify<string, Uint8Array, number, Buffer>(scrypt);
const FACT = 'certificate-authority';

/** The private key as it lies in the database: readable, or sealed under HUB_SECRET. */
export type KeptKey =
  | { readonly kind: 'clear'; readonly pem: string }
  | {
      readonly kind: 'sealed';
      readonly salt: string;
      readonly nonce: string;
      readonly ciphertext: string;
      readonly tag: string;
    };

interface KeptAuthority {
  readonly certificatePem: string;
  readonly key: KeptKey;
}

/** scrypt with Node's defaults (N 16384, r 8, p 1), AES-256-GCM. */
export async function sealKey({ random }: RandomDep, pem: string, secret: string | undefined): Promise<KeptKey> {
  if (!secret) return { kind: 'clear', pem };
  const [salt, nonce] = [random.bytes(16), random.bytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(secret, salt, 32), nonce);
  const ciphertext = Buffer.concat([cipher.update(pem, 'utf8'), cipher.final()]);
  const [tag, ...rest] = [cipher.getAuthTag(), salt, nonce, ciphertext].map(toBase64Url);
  const [saltText = '', nonceText = '', ciphertextText = ''] = rest;
  return { kind: 'sealed', salt: saltText, nonce: nonceText, ciphertext: ciphertextText, tag: tag ?? '' };
}

export async function openKey(key: KeptKey, secret: string | undefined): Promise<string> {
  if (key.kind === 'clear') return key.pem;
  if (!secret) throw new Error('The keys of the hub are sealed: set HUB_SECRET');
  const [salt, nonce, ciphertext, tag] = [key.salt, key.nonce, key.ciphertext, key.tag].map(fromBase64Url);
  if (!salt || !nonce || !ciphertext || !tag) throw new Error('A key of the hub is damaged');
  const decipher = createDecipheriv('aes-256-gcm', await deriveKey(secret, salt, 32), nonce).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch {
    throw new Error('HUB_SECRET does not open the keys of the hub');
  }
}

/** The hub's certificate authority, created with the first start. Throws when HUB_SECRET is missing or wrong. */
export async function loadAuthority(
  { random }: RandomDep,
  database: Database,
  now: number,
  secret: string | undefined,
): Promise<CertificateAuthority> {
  let kept = await readFact<KeptAuthority>(database, FACT);
  if (!kept) {
    const made = await createAuthority(now, 'NCB hub');
    const key = await sealKey({ random }, made.privateKeyPem, secret);
    kept = await noteFactOnce<KeptAuthority>(database, FACT, { certificatePem: made.certificatePem, key });
  }
  return openAuthority({ certificatePem: kept.certificatePem, privateKeyPem: await openKey(kept.key, secret) });
}
