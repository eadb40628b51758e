import type { AnswerCode } from '#shared/protocol/answers.ts';
import { fromHex } from '#shared/protocol/bytes.ts';
import type { Envelope, EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import type { ErrorDetails } from '#shared/protocol/errors.ts';
import { sealedFileDigest } from '#shared/protocol/seal-file.ts';
import { isSupportedProtocol } from '#shared/protocol/version.ts';
import { listChunks } from '../store/blobs.ts';
import type { Queryable } from '../store/database.ts';

export interface Objection {
  readonly code: AnswerCode;
  readonly details?: ErrorDetails;
}

interface KnownKey {
  readonly bureau: string;
  readonly keyId: string | null;
}

/** The bureaus whose streams the envelope goes to: its addressees and its sender's own. */
export function streamsOf({ from, to }: Envelope): string[] {
  return [...new Set<string>([...to, from.bureau])].sort();
}

/** The keys of these bureaus and of their workstations, retired ones too; every bureau appears, if only with a null. */
async function knownKeys(db: Queryable, bureaus: readonly string[]): Promise<KnownKey[]> {
  return db.query<KnownKey>(
    `select code as bureau, null as "keyId" from bureaus where code = any($1)
     union all select bureau, key_id from bureau_keys where bureau = any($1)
     union all select bureau, device_key_id from workstations where bureau = any($1) and status = 'active'`,
    [bureaus],
  );
}

async function judgeRecipients(db: Queryable, envelope: Envelope): Promise<Objection | null> {
  const bureaus = streamsOf(envelope);
  const keys = await knownKeys(db, bureaus);
  const known = new Set(keys.map(({ bureau }) => bureau));
  const stranger = bureaus.find((bureau) => !known.has(bureau));
  if (stranger) return { code: 'addressee-unknown', details: { bureau: stranger } };
  const sealedTo = envelope.body.recipients;
  const recipients = new Set<string>(sealedTo.map(({ bureau }) => bureau));
  if (recipients.size !== bureaus.length || bureaus.some((bureau) => !recipients.has(bureau))) {
    return { code: 'recipients-mismatch' };
  }
  const names = new Set(keys.map(({ bureau, keyId }) => `${bureau} ${keyId}`));
  const stale = sealedTo.find(({ bureau, keyId }) => !names.has(`${bureau} ${keyId}`));
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

/** The first reason not to accept an envelope whose shape and signature hold; null when there is none. */
export async function judgeEnvelope(db: Queryable, envelope: Envelope): Promise<Objection | null> {
  if (!isSupportedProtocol(envelope.protocol)) return { code: 'protocol-unsupported' };
  const objection = await judgeRecipients(db, envelope);
  if (objection) return objection;
  for (const attachment of envelope.attachments) {
    const missing = await judgeAttachment(db, envelope.from.bureau, attachment);
    if (missing) return missing;
  }
  return null;
}
