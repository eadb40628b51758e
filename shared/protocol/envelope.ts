import { z } from 'zod';
import { handlingCode } from '../domain/handling-code.ts';
import { messagePriority } from '../domain/message-priority.ts';
import { envelopeId, uuid, workstationId } from '../lib/ids.ts';
import { bureauCode } from './bureau-code.ts';
import { binaryOf, sha256Hex } from './bytes.ts';
import { envelopeKind } from './envelope-kinds.ts';
import { instant } from './instant.ts';
import { MAX_CHUNKS, MAX_SEALED_CHUNK_SIZE } from './seal-file.ts';
import { sealedBody } from './sealed-body.ts';

/** A sealed attachment as the hub sees it. Its name and its key are inside the sealed body. */
export const envelopeAttachment = z.strictObject({
  blobId: uuid,
  /** Bytes of all sealed chunks together. */
  size: z
    .int()
    .min(1)
    .max(MAX_CHUNKS * MAX_SEALED_CHUNK_SIZE),
  chunks: z.int().min(1).max(MAX_CHUNKS),
  /** SHA-256 over the SHA-256 digests of the sealed chunks, in their order. */
  digest: sha256Hex,
});

const unique = (values: readonly string[]) => new Set(values).size === values.length;

/** Everything that crosses the hub, but its signature. Adding a field raises PROTOCOL_VERSION. */
export const unsignedEnvelope = z.strictObject({
  protocol: z.int().min(1),
  /** Made once, by the sender; with the sender's bureau it names the envelope, and it is its idempotency key. */
  id: envelopeId,
  kind: envelopeKind,
  from: z.strictObject({ bureau: bureauCode, workstation: workstationId }),
  /** Addressed bureaus; may be the sender's own. It receives every envelope it sends in any case. */
  to: z.array(bureauCode).min(1).max(250).refine(unique, 'An addressee stands twice'),
  /** 1, 2, 3 … for each workstation, without gaps. */
  sequence: z.int().min(1),
  priority: messagePriority,
  handling: handlingCode,
  /** The sender's clock; evidence only. */
  sentAt: instant,
  /** What the hub may know beside the routing. */
  header: z.strictObject({
    /** Version of the body's schema. */
    bodyVersion: z.int().min(1),
    /** Envelopes this one answers or follows: its causal parents. */
    parents: z.array(uuid).max(16),
  }),
  body: sealedBody,
  attachments: z.array(envelopeAttachment).max(64),
});

export const envelope = unsignedEnvelope.extend({
  /** Ed25519 (RFC 8032), see envelope-signature.ts. */
  signature: binaryOf(64),
});

/** The least a hub must read to account for an envelope it refuses. */
export const envelopeFrame = z.looseObject({
  id: envelopeId,
  from: z.looseObject({ bureau: bureauCode, workstation: workstationId }),
  sequence: z.int().min(1),
});

/** The least a workstation must read to keep what arrived: a later version of the protocol may say more, or otherwise. */
export const arrivingEnvelope = envelopeFrame.extend({ kind: envelopeKind, priority: messagePriority });

export type ArrivingEnvelope = z.infer<typeof arrivingEnvelope>;
export type UnsignedEnvelope = z.infer<typeof unsignedEnvelope>;
export type Envelope = z.infer<typeof envelope>;
export type EnvelopeAttachment = z.infer<typeof envelopeAttachment>;
