import { z } from 'zod';
import { workstationId } from '../lib/ids.ts';
import { binaryOf } from './bytes.ts';
import { encryptionPublicKey, keyId } from './hpke.ts';
import { instant } from './instant.ts';

export const BUREAU_KEYS_BODY_VERSION = 1;

/** More renewals than a bureau lives to see, and still within one body. */
const MAX_KEYS = 500;
/** Workstations of one bureau. */
const MAX_MEMBERS = 500;

export const handedKey = z.object({
  keyId,
  publicKey: encryptionPublicKey,
  /** Raw X25519, base64url. */
  privateKey: binaryOf(32),
  since: instant,
});

/**
 * What is inside an envelope of kind `bureau-keys`: all keys its sender holds, the retired ones too, so that a workstation
 * that joins late can read what was sent before it came; and whom the bureau's people have confirmed to hold them.
 * The receiver unites both with what it has: the same body twice, or two bodies in any order, lead to the same.
 * Addressed to the own bureau, sealed to the device keys of its confirmed workstations, the sender's own among them; never
 * to a bureau key, which a revoked workstation may hold.
 */
export const bureauKeysBody = z.object({
  keys: z.array(handedKey).min(1).max(MAX_KEYS),
  members: z.array(z.object({ workstation: workstationId, deviceKey: encryptionPublicKey })).max(MAX_MEMBERS),
});

export type BureauKeysBody = z.infer<typeof bureauKeysBody>;
export type HandedKey = z.infer<typeof handedKey>;
