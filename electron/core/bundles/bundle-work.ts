import type { BundleItem } from '#shared/ipc/bundles.ts';
import type { BundleFile } from '#shared/protocol/bundle/check-bundle.ts';
import type { BundleHead } from '#shared/protocol/bundle/records.ts';
import type { CarriedCheck } from '#shared/protocol/carried-check.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import type { SignedStatement } from '#shared/protocol/hub-statement.ts';
import type { MessageAttachment, MessageBody } from '#shared/protocol/message-body.ts';
import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import type { RecordChangesBody } from '#shared/protocol/record-changes-body.ts';

/** How long work is followed and stopped. */
export interface Following {
  readonly signal: AbortSignal;
  /** Bytes done so far. */
  readonly progress: (done: number) => void;
}

/** A bundle that is about to be written. */
export interface PreparedBundle {
  readonly head: BundleHead;
  /** The outbox items in it, in the order of their numbers. */
  readonly itemIds: readonly string[];
  /** The checks in it: their outbox items. */
  readonly checkIds: readonly string[];
  /** Checks that wait for the line: the hub's key, which they are sealed to, is not known here. */
  readonly checksLeft: number;
  /** About how many bytes it will have. */
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** What carrying a bundle to the hub came to. */
export interface CarriedBundle {
  readonly head: BundleHead;
  readonly items: readonly BundleItem[];
  readonly decided: readonly SignedStatement[];
}

/** What reading the hub's answers in came to. */
export interface ReadAnswers {
  readonly head: BundleHead;
  readonly items: readonly BundleItem[];
  /** Messages and files that were not here before. */
  readonly messages: number;
  readonly files: number;
  /** Set when the stream in it begins after what is known here: an earlier bundle is missing, or it was answered for another standing. */
  readonly isStreamLeftOut: boolean;
}

/** What one envelope of a revoked workstation says. */
export type TakenOver =
  | { readonly kind: 'message'; readonly envelope: Envelope; readonly body: MessageBody }
  | { readonly kind: 'receipt'; readonly envelope: Envelope; readonly body: MessageReceiptBody }
  | { readonly kind: 'record-changes'; readonly envelope: Envelope; readonly body: RecordChangesBody }
  | { readonly kind: 'unreadable'; readonly envelope: Envelope };

export interface OpenedForTakeOver {
  readonly head: BundleHead;
  readonly envelopes: readonly TakenOver[];
  /** Its questions to the databases, which nobody but the hub can open. */
  readonly checks: readonly CarriedCheck[];
  /** Files of these messages that are sealed into this store now, by their blob: to be settled when they have been written down. */
  readonly files: ReadonlyMap<string, MessageAttachment>;
}

/**
 * What goes by file instead of by the line (docs/bundle-format.md). Refusals are thrown: BundleError and BundleRefusal for the file,
 * TransportError and HubRefusal for the line.
 */
export interface BundleWork {
  /** Gives everything that waits its number and its envelope; null where nothing is to be carried. */
  prepare(following: Following): Promise<PreparedBundle | null>;
  /** Reads back what was written. @throws BundleError */
  verify(file: BundleFile): Promise<void>;
  /** Whose bundle it is, without doing anything with it. */
  identify(file: BundleFile): Promise<BundleHead>;
  carry(file: BundleFile, following: Following): Promise<CarriedBundle>;
  /** The bytes of a return bundle. */
  answers(carried: Pick<CarriedBundle, 'head' | 'decided'>, following: Following): AsyncIterable<Uint8Array>;
  readAnswers(file: BundleFile, following: Following): Promise<ReadAnswers>;
  /** Opens the work of a revoked workstation of the bureau, and seals its files into this store. */
  openForTakeOver(file: BundleFile, following: Following): Promise<OpenedForTakeOver>;
}
