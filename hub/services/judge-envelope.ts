import { createHash } from 'node:crypto';
import type { AnswerCode } from '#shared/protocol/answers.ts';
import type { Envelope, EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import type { ErrorDetails } from '#shared/protocol/errors.ts';
import { isSupportedProtocol } from '#shared/protocol/version.ts';
import type { BlobFacts, BlobName } from '../store/blobs.ts';
import type { KnownKeys } from '../store/bureaus.ts';

export interface Objection {
  readonly code: AnswerCode;
  readonly details?: ErrorDetails;
}

/** The bureaus whose streams the envelope goes to: its addressees and its sender's own. */
export function streamsOf({ from, to }: Envelope): string[] {
  return [...new Set<string>([...to, from.bureau])].sort();
}

function judgeRecipients(known: KnownKeys, envelope: Envelope): Objection | null {
  const bureaus = streamsOf(envelope);
  const stranger = bureaus.find((bureau) => !known.has(bureau));
  if (stranger) return { code: 'addressee-unknown', details: { bureau: stranger } };
  const sealedTo = envelope.body.recipients;
  const recipients = new Set<string>(sealedTo.map(({ bureau }) => bureau));
  if (recipients.size !== bureaus.length || bureaus.some((bureau) => !recipients.has(bureau))) {
    return { code: 'recipients-mismatch' };
  }
  const stale = sealedTo.find(({ bureau, keyId }) => !known.get(bureau)?.has(keyId));
  return stale ? { code: 'recipient-key-unknown', details: { bureau: stale.bureau, keyId: stale.keyId } } : null;
}

const blobKey = ({ bureau, blobId }: BlobName): string => `${bureau} ${blobId}`;

/** The blobs the envelopes name, each once. */
export function blobsOf(envelopes: readonly Envelope[]): BlobName[] {
  const named = envelopes.flatMap(({ from, attachments }) =>
    attachments.map(({ blobId }): BlobName => ({ bureau: from.bureau, blobId })),
  );
  return [...new Map(named.map((name) => [blobKey(name), name])).values()];
}

/** What is here of a blob, and the digest of all of it. */
type WholeBlob = Pick<BlobFacts, 'chunks' | 'last' | 'size'> & { readonly digest: string };

function judgeAttachment({ blobId, chunks, size, digest }: EnvelopeAttachment, here?: WholeBlob): Objection | null {
  const differs: Objection = { code: 'blob-differs', details: { blobId } };
  if (here && here.last >= chunks) return differs;
  if (!here || here.chunks < chunks) {
    return { code: 'blob-incomplete', details: { blobId, here: here?.chunks ?? 0, expected: chunks } };
  }
  return here.size === size && here.digest === digest ? null : differs;
}

function judge(envelope: Envelope, keys: KnownKeys, blobs: ReadonlyMap<string, WholeBlob>): Objection | null {
  if (!isSupportedProtocol(envelope.protocol)) return { code: 'protocol-unsupported' };
  const objection = judgeRecipients(keys, envelope);
  if (objection) return objection;
  const { bureau } = envelope.from;
  for (const attachment of envelope.attachments) {
    const missing = judgeAttachment(attachment, blobs.get(blobKey({ bureau, blobId: attachment.blobId })));
    if (missing) return missing;
  }
  return null;
}

/** For each envelope whose shape and signature hold, the first reason not to accept it; null when there is none. */
export function judgeEnvelopes(
  envelopes: readonly Envelope[],
  keys: KnownKeys,
  facts: readonly BlobFacts[],
): (Objection | null)[] {
  const blobs = new Map(
    facts.map(({ digests, ...here }) => [blobKey(here), { ...here, digest: sha256Of(Buffer.from(digests, 'hex')) }]),
  );
  return envelopes.map((envelope) => judge(envelope, keys, blobs));
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
