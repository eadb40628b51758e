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
  /** Raw X25519 of this machine alone: the bureau's private keys are handed over sealed to it (bureau-keys-body.ts). */
  deviceKey: encryptionPublicKey,
  status: z.enum(['active', 'revoked']),
  enrolledAt: instant,
  /**
   * Since version 3, of a revoked one: the key that was its bureau's current one when it was revoked, which it may hold.
   * While it still is the current one, the bureau renews its key.
   */
  revokedUnder: keyId.nullish(),
});

/** What a bundle needs of the hub: see hub-statement.ts and docs/bundle-format.md. */
export const hubKeys = z.object({
  /** Bundles are sealed to it as well, so that the hub's command line can read them. */
  keyId,
  publicKey: encryptionPublicKey,
  /** Raw Ed25519: verifies what the hub says in a file. */
  signingKey: signingPublicKey,
});

/** GET /v1/directory, with an ETag: who can be written to, with which keys. */
export const directory = z.object({
  bureaus: z.array(directoryBureau),
  workstations: z.array(directoryWorkstation),
  /** The hub's own keys; a hub that takes no bundles has none. */
  hub: hubKeys.optional(),
});

export type HubKeys = z.infer<typeof hubKeys>;
export type BureauNames = z.infer<typeof bureauNames>;
export type Directory = z.infer<typeof directory>;
export type DirectoryBureau = z.infer<typeof directoryBureau>;
export type DirectoryKey = z.infer<typeof directoryKey>;
export type DirectoryWorkstation = z.infer<typeof directoryWorkstation>;
