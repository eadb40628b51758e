import { z } from 'zod';
import { bureauRole } from '../domain/role.ts';
import { workstationId } from '../lib/ids.ts';
import { bureauCode } from './bureau-code.ts';
import { encryptionPublicKey, keyId } from './hpke.ts';
import { instant } from './instant.ts';
import { signingPublicKey } from './signature.ts';

/** Names of a bureau in the four official languages. */
export const bureauNames = z.object({
  en: z.string().min(1).max(120),
  fr: z.string().min(1).max(120),
  es: z.string().min(1).max(120),
  ar: z.string().min(1).max(120),
});

/** A public key bodies are sealed to. The id follows from the key, see hpke.ts. */
export const directoryKey = z.object({
  keyId,
  publicKey: encryptionPublicKey,
  /** Seal to the current ones; retired keys only open what was sealed before. */
  status: z.enum(['current', 'retired']),
  since: instant,
});

export const directoryBureau = z.object({
  code: bureauCode,
  names: bureauNames,
  role: bureauRole,
  status: z.enum(['active', 'suspended']),
  /** Empty until the bureau's first workstation has enrolled. */
  encryptionKeys: z.array(directoryKey),
});

export const directoryWorkstation = z.object({
  id: workstationId,
  bureau: bureauCode,
  /** Raw Ed25519: verifies its envelopes. */
  signingKey: signingPublicKey,
  /** Raw X25519 of this machine alone: the bureau's private key can be handed over sealed to it. */
  deviceKey: encryptionPublicKey,
  status: z.enum(['active', 'revoked']),
  enrolledAt: instant,
});

/** GET /v1/directory, with an ETag: who can be written to, with which keys. */
export const directory = z.object({
  bureaus: z.array(directoryBureau),
  workstations: z.array(directoryWorkstation),
});

export type BureauNames = z.infer<typeof bureauNames>;
export type Directory = z.infer<typeof directory>;
export type DirectoryBureau = z.infer<typeof directoryBureau>;
export type DirectoryKey = z.infer<typeof directoryKey>;
export type DirectoryWorkstation = z.infer<typeof directoryWorkstation>;
