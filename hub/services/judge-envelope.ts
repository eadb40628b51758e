import type { AnswerCode } from '#shared/protocol/answers.ts';
import { fromHex } from '#shared/protocol/bytes.ts';
import type { Envelope, EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import type { ErrorDetails } from '#shared/protocol/errors.ts';
import { sealedFileDigest } from '#shared/protocol/seal-file.ts';
import { isSupportedProtocol } from '#shared/protocol/version.ts';
import { listChunks } from '../store/blobs.ts';
import type { KnownKeys } from '../store/bureaus.ts';
import type { Queryable } from '../store/database.ts';

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

async function judgeAttachment(
  db: Queryable,
  owner: string,
  { blobId, chunks, size, digest }: EnvelopeAttachment,
): Promise<Objection | null> {
  const here = (await listChunks(db, owner, blobId)).filter(({ index }) => index < chunks);
  if (here.length < chunks) {
    return { code: 'blob-incomplete', details: { blobId, here: here.length, expected: chunks } };
  }
  const bytes = here.reduce((sum, chunk) => sum + chunk.size, 0);
  const actual = await sealedFileDigest(here.map(({ sha256 }) => fromHex(sha256)));
  return bytes === size && actual === digest ? null : { code: 'blob-differs', details: { blobId } };
}

async function judge(db: Queryable, envelope: Envelope, known: KnownKeys): Promise<Objection | null> {
  if (!isSupportedProtocol(envelope.protocol)) return { code: 'protocol-unsupported' };
  const objection = judgeRecipients(known, envelope);
  if (objection) return objection;
  for (const attachment of envelope.attachments) {
    const missing = await judgeAttachment(db, envelope.from.bureau, attachment);
    if (missing) return missing;
  }
  return null;
}

/** For each envelope whose shape and signature hold, the first reason not to accept it; null when there is none. */
export async function judgeEnvelopes(
  db: Queryable,
  envelopes: readonly Envelope[],
  known: KnownKeys,
): Promise<(Objection | null)[]> {
  const judged: (Objection | null)[] = [];
  for (const envelope of envelopes) judged.push(await judge(db, envelope, known));
  return judged;
}
