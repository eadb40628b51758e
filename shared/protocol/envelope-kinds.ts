import { z } from 'zod';

/**
 * Kinds of envelopes, each with the protocol version that brought it. The list is open: the hub routes a kind it does
 * not know, and a workstation keeps what it cannot read yet until it is updated.
 */
export const envelopeKinds = {
  /** Bureau to bureau: text, structured subjects, attachments. Body: message-body.ts. */
  message: { since: 1 },
  /** What became of a message: delivered, read. Body: message-receipt-body.ts. */
  'message-receipt': { since: 1 },
  /** Hit confirmation between the finding and the owning bureau. Body: check-confirmation-body.ts. */
  'check-confirmation': { since: 1 },
  /** Changes of the records a bureau's workstations share, to the own bureau alone. Body: record-changes-body.ts. */
  'record-changes': { since: 3 },
  /** Inside a bureau: its private keys, sealed to the device keys of its workstations. Body: bureau-keys-body.ts. */
  'bureau-keys': { since: 3 },
} as const satisfies Record<string, { since: number }>;

export type KnownEnvelopeKind = keyof typeof envelopeKinds;

export const envelopeKind = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(40);

/** Whether this build can read the body of such an envelope. */
export function isKnownKind(kind: string): kind is KnownEnvelopeKind {
  return Object.hasOwn(envelopeKinds, kind);
}
