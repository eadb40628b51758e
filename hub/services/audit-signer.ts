import type { RandomDep } from '#shared/lib/deps.ts';
import { AUDIT_KEY_NAME } from '#shared/protocol/audit-checkpoint.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Database } from '../store/database.ts';
import { noteFactOnce, readFact } from '../store/hub-facts.ts';
import { type KeptKey, openKey, sealKey } from './authority-store.ts';
import { type CertificateAuthority, createAuditKey, signWithAuditKey } from './certificate-authority.ts';

const FACT = 'audit-key';

interface KeptAuditKey {
  readonly certificatePem: string;
  readonly key: KeptKey;
}

/** The key that signs the heads of the audit chains; it signs nothing else. */
export interface AuditSigner {
  /** PEM, issued by the hub's authority. */
  readonly certificate: string;
  /** ECDSA with SHA-256, IEEE P1363, base64url. */
  sign(bytes: Uint8Array): Promise<string>;
}

/** The hub's audit key, made with the first start. Throws when HUB_SECRET is missing or wrong. */
export async function loadAuditSigner(
  { random }: RandomDep,
  database: Database,
  authority: CertificateAuthority,
  now: number,
  secret: string | undefined,
): Promise<AuditSigner> {
  let kept = await readFact<KeptAuditKey>(database, FACT);
  if (!kept) {
    const made = await createAuditKey(authority, now, AUDIT_KEY_NAME);
    const key = await sealKey({ random }, made.privateKeyPem, secret);
    kept = await noteFactOnce<KeptAuditKey>(database, FACT, { certificatePem: made.certificatePem, key });
  }
  const privateKeyPem = await openKey(kept.key, secret);
  return {
    certificate: kept.certificatePem,
    sign: async (bytes) => toBase64Url(await signWithAuditKey(privateKeyPem, bytes)),
  };
}
