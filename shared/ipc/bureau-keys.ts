import { z } from 'zod';
import { workstationId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { bureauCode } from './messages.ts';
import { instant } from './paging.ts';

/** Six groups of five digits, as two people read them to each other (shared/protocol/fingerprint.ts). */
const fingerprint = z.string().regex(/^\d{5}( \d{5}){5}$/);

/** Twelve groups: of a workstation that joins. */
const joiningFingerprint = z.string().regex(/^\d{5}( \d{5}){11}$/);

/** Names a key: base64url of 16 bytes. */
const keyId = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/**
 * here = this one · holds = it has the current key, or is being handed it · waiting = nobody has confirmed it yet ·
 * unknown = this workstation waits itself, and knows of nobody
 */
export const bureauWorkstationState = z.enum(['here', 'holds', 'waiting', 'unknown', 'revoked']);

export const bureauWorkstation = z.object({
  id: workstationId,
  /** What people call it, e.g. UTO-7F3A. */
  name: z.string(),
  enrolledAt: instant,
  state: bureauWorkstationState,
  fingerprint: joiningFingerprint,
});
export type BureauWorkstation = z.infer<typeof bureauWorkstation>;

export const otherBureauKey = z.object({
  code: bureauCode,
  /** Of its current key; null while it has none. */
  key: z.object({ keyId, fingerprint, since: instant }).nullable(),
  /** Set while the key has changed and nobody has compared it: the one before. */
  before: z.object({ fingerprint, seenAt: instant }).nullable(),
});
export type OtherBureauKey = z.infer<typeof otherBureauKey>;

export const bureauKeyEntries = {
  /** The keys of the own bureau, who holds them, and the keys of the others as this workstation has seen them. */
  'bureau-keys.overview': query({
    input: z.object({}),
    output: z.object({
      bureau: bureauCode,
      /** The current key of the own bureau; null before the first contact with the hub. */
      key: z.object({ fingerprint, since: instant }).nullable(),
      /** This workstation does not hold it yet. */
      isWaiting: z.boolean(),
      /** A new key is being handed over. */
      isRenewing: z.boolean(),
      /** Earlier keys, which open what was sealed to them. */
      retired: z.int(),
      workstations: z.array(bureauWorkstation),
      others: z.array(otherBureauKey),
    }),
    access: 'key.compare',
    reads: [
      'bureaus',
      'bureau_keys',
      'seen_keys',
      'workstations',
      'confirmed_workstations',
      'key_holders',
      'sync_state',
    ],
  }),
  /** The digits on both machines are the same: the workstation may be handed the keys. `fingerprint`: as it was compared. */
  'bureau-keys.confirm': action({
    input: z.object({ id: workstationId, fingerprint: joiningFingerprint }),
    output: z.object({}),
    access: 'workstation.manage',
    audit: { subject: 'workstation', id: (input) => input.id, detail: (input) => ({ compared: input.fingerprint }) },
  }),
  /** A new key for the bureau. Every confirmed workstation is handed it; the one so far opens only what was sealed to it. */
  'bureau-keys.renew': action({
    input: z.object({}),
    output: z.object({}),
    access: 'workstation.manage',
    audit: { subject: 'bureau', id: () => null },
  }),
  /** The new key of another bureau was compared with an officer there. */
  'bureau-keys.accept': action({
    input: z.object({ bureau: bureauCode, keyId }),
    output: z.object({}),
    access: 'key.compare',
    audit: { subject: 'bureau', id: (input) => input.bureau, detail: (input) => ({ key: input.keyId }) },
  }),
} as const;
