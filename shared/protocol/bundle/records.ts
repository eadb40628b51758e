import { z } from 'zod';
import { uuid, workstationId } from '../../lib/ids.ts';
import { bureauCode } from '../bureau-code.ts';
import { binaryOf, sha256Hex } from '../bytes.ts';
import type { CarriedCheck } from '../carried-check.ts';
import { envelopeAttachment } from '../envelope.ts';
import { epoch } from '../epoch.ts';
import type { SignedStatement } from '../hub-statement.ts';
import { instant } from '../instant.ts';

/** Files a workstation may ask for beside what its stream brings. */
export const MAX_WANTED = 1000;

/** The first record: whose work this is, and where that workstation stands. */
export const bundleHead = z.strictObject({
  /** outward: from a workstation to the hub · return: the hub's answers for that workstation. */
  kind: z.enum(['outward', 'return']),
  bureau: bureauCode,
  /** The workstation whose envelopes these are, or for which the answers are. */
  workstation: workstationId,
  /** What people call it. */
  name: z.string().max(40),
  /** Who wrote the file and signed its closing record: a workstation of the bureau, or null for the hub. */
  writer: workstationId.nullable(),
  /** Counts the outward bundles of a workstation; in a return bundle, the outward one it answers. */
  number: z.int().min(1),
  /** The writer's clock; evidence only. */
  at: instant,
  /** How far the workstation has read its bureau's stream. */
  cursor: z.int().min(0),
  /** The hub's epoch that cursor belongs to; null before the first contact. */
  epoch: epoch.nullable(),
  /** Blobs of files that were announced to the workstation before and have not reached it. */
  wanted: z.array(uuid).max(MAX_WANTED),
});

/** Before the sealed chunks of one attachment, which follow in order: the same facts as in the envelope that names it. */
export const bundleBlob = envelopeAttachment;

/** The last record. Without it, or with another count, a part is missing. */
export const bundleClosing = z.strictObject({
  /** How many records stand before this one. */
  records: z.int().min(1),
  /** The chained SHA-256 over them, see record-chain.ts. */
  digest: sha256Hex,
  /** Ed25519 of the writer over `ncb-bundle-v1`, count and digest. */
  signature: binaryOf(64),
});

export type BundleHead = z.infer<typeof bundleHead>;
export type BundleBlob = z.infer<typeof bundleBlob>;
export type BundleClosing = z.infer<typeof bundleClosing>;

/** What stands between the first record and the last. */
export type BundleRecord =
  /** The JSON text of a signed envelope, exactly as it is offered over the line. */
  | { readonly type: 'envelope'; readonly text: string }
  | { readonly type: 'blob'; readonly blob: BundleBlob }
  | {
      readonly type: 'chunk';
      readonly blobId: string;
      readonly index: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      /** SHA-256 of the sealed bytes, hexadecimal. */
      readonly sha256: string;
    }
  /** A question to a database, which the hub alone can open. */
  | { readonly type: 'check'; readonly check: CarriedCheck }
  /** Something the hub said, carried to who could not ask. */
  | { readonly type: 'statement'; readonly statement: SignedStatement };

/** What a writer gives: of a chunk only its bytes. */
export type NewBundleRecord =
  | Exclude<BundleRecord, { readonly type: 'chunk' }>
  | { readonly type: 'chunk'; readonly bytes: Uint8Array };
