import { z } from 'zod';
import { uuid } from '../lib/ids.ts';
import { bureauCode } from './bureau-code.ts';
import { binary, sha256Hex } from './bytes.ts';
import { epoch } from './epoch.ts';
import { instant } from './instant.ts';
import { signedBytes } from './signature.ts';

/**
 * The hub's audit chain of a bureau, as the bureau's own workstations may read it: codes, ids and sizes, never the content
 * of anything. `hash` is SHA-256 over the canonical JSON of the entry with its bureau and without `hash`.
 */
export const hubAuditEntry = z.object({
  /** 1, 2, 3 … in each bureau's chain, without gaps. */
  number: z.int().min(1),
  at: instant,
  event: z.string(),
  workstation: uuid.nullable(),
  subject: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  previousHash: sha256Hex,
  hash: sha256Hex,
});

/** Where the chain of a bureau stood at a moment, signed: a hub that wrote it down cannot have had another history. */
export const auditCheckpoint = z.object({
  bureau: bureauCode,
  epoch,
  number: z.int().min(1),
  hash: sha256Hex,
  at: instant,
  /** PEM of a certificate the hub's authority issued to its audit key (common name AUDIT_KEY_NAME, ECDSA P-256). */
  certificate: z.string().max(4096),
  /** ECDSA with SHA-256, r and s as 32 bytes each (IEEE P1363), over the bytes of `checkpointBytes`. */
  signature: binary(64, 64),
});

/** GET /v1/audit?after=N: the own bureau's chain after entry N, as far as the newest checkpoint. */
export const auditQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

export const auditPage = z.object({
  /** Null while nothing of this bureau was written down. */
  checkpoint: auditCheckpoint.nullable(),
  entries: z.array(hubAuditEntry).max(1000),
});

export type HubAuditEntry = z.infer<typeof hubAuditEntry>;
export type AuditCheckpoint = z.infer<typeof auditCheckpoint>;
export type AuditPage = z.infer<typeof auditPage>;

/** Whom the certificate of the audit key names: no workstation's certificate does. */
export const AUDIT_KEY_NAME = 'NCB hub audit';

/** What is signed of a checkpoint. */
export function checkpointBytes({
  bureau,
  epoch: era,
  number,
  hash,
  at,
}: Omit<AuditCheckpoint, 'certificate' | 'signature'>) {
  return signedBytes('ncb-audit-checkpoint-v1', { bureau, epoch: era, number, hash, at });
}
