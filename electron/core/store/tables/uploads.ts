import type { AttachmentId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A file on its way to the hub, sealed under its own key: so that a cut upload goes on where it stopped. */
export interface UploadRecord {
  readonly outboxId: string;
  readonly attachmentId: AttachmentId;
  readonly blobId: string;
  /** Base64url. */
  readonly contentKey: string;
  /** How many sealed chunks there are, and how many of them the hub has. */
  readonly chunks: number;
  readonly uploaded: number;
  /** Bytes of all sealed chunks together. */
  readonly sealedSize: number;
  /** SHA-256 over the digests of the sealed chunks, hex; null until the last is sealed. */
  readonly sealedDigest: string | null;
}

const COLUMNS = `outbox_id AS outboxId, attachment_id AS attachmentId, blob_id AS blobId, content_key AS contentKey, chunks, uploaded,
  sealed_size AS sealedSize, sealed_digest AS sealedDigest`;

export function uploadsOf(db: ReadDb, outboxId: string): UploadRecord[] {
  return db.all<UploadRecord>(`SELECT ${COLUMNS} FROM uploads WHERE outbox_id = ? ORDER BY attachment_id`, [outboxId]);
}

export function insertUpload(tx: WriteDb, upload: UploadRecord): void {
  tx.run(
    `INSERT INTO uploads (outbox_id, attachment_id, blob_id, content_key, chunks, uploaded, sealed_size, sealed_digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      upload.outboxId,
      upload.attachmentId,
      upload.blobId,
      upload.contentKey,
      upload.chunks,
      upload.uploaded,
      upload.sealedSize,
      upload.sealedDigest,
    ],
  );
}

export function setUploaded(
  tx: WriteDb,
  upload: Pick<UploadRecord, 'outboxId' | 'attachmentId' | 'uploaded' | 'sealedDigest'>,
): void {
  tx.run('UPDATE uploads SET uploaded = ?, sealed_digest = ? WHERE outbox_id = ? AND attachment_id = ?', [
    upload.uploaded,
    upload.sealedDigest,
    upload.outboxId,
    upload.attachmentId,
  ]);
}

/** The files are sealed again under other identifiers: what was sent under the old ones is forgotten. */
export function deleteUploads(tx: WriteDb, outboxId: string): void {
  tx.run('DELETE FROM uploads WHERE outbox_id = ?', [outboxId]);
}

/** Bytes of files at the hub, of all, by outbox item; only of those that have files. */
export function uploadProgress(db: ReadDb): ReadonlyMap<string, { done: number; total: number }> {
  const rows = db.all<{ outboxId: string; done: number; total: number }>(
    `SELECT u.outbox_id AS outboxId, sum(u.sealed_size * u.uploaded / max(u.chunks, 1)) AS done, sum(u.sealed_size) AS total
     FROM uploads u GROUP BY u.outbox_id`,
  );
  return new Map(rows.map(({ outboxId, done, total }) => [outboxId, { done, total }]));
}
