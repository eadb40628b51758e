import type { AttachmentId } from '#shared/lib/ids.ts';
import { CHUNK_SIZE } from '#shared/protocol/seal-file.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import type { FileLane } from './attachments.ts';

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

const COLUMNS = `u.outbox_id AS outboxId, u.attachment_id AS attachmentId, u.blob_id AS blobId, u.content_key AS contentKey, u.chunks,
  u.uploaded, u.sealed_size AS sealedSize, u.sealed_digest AS sealedDigest`;

export function uploadsOf(db: ReadDb, outboxId: string): UploadRecord[] {
  return db.all<UploadRecord>(`SELECT ${COLUMNS} FROM uploads u WHERE u.outbox_id = ? ORDER BY u.attachment_id`, [
    outboxId,
  ]);
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

/** What went into a bundle is sealed, and not at the hub yet. */
const IS_MISSING = '(u.sealed_digest IS NULL OR u.uploaded < u.chunks)';

/** The files that go with an item: those of its message, or the one of a case that it is about. */
const FILES_OF = {
  message: 'JOIN message_attachments l ON l.message_id = o.ref_id JOIN attachments a ON a.id = l.attachment_id',
  'case-file': 'JOIN attachments a ON a.id = o.ref_id',
} as const;
export type KindWithFiles = keyof typeof FILES_OF;

export const hasFiles = (kind: string): kind is KindWithFiles => Object.hasOwn(FILES_OF, kind);

/** Whether the hub has every file that goes with an item; one without files has them all. */
export function areFilesAtHub(db: ReadDb, item: { readonly id: string; readonly kind: string }): boolean {
  if (!hasFiles(item.kind)) return true;
  const missing = db.get<{ one: number }>(
    `SELECT 1 AS one FROM outbox o ${FILES_OF[item.kind]} LEFT JOIN uploads u ON u.outbox_id = o.id AND u.attachment_id = a.id
     WHERE o.id = ? AND ${IS_MISSING} LIMIT 1`,
    [item.id],
  );
  return missing === undefined;
}

/** Whether anything waits that could have files to bring to the hub first: mostly nothing does, and nothing more need be asked. */
export const isAnyFileToLeave = (db: ReadDb): boolean =>
  db.get("SELECT 1 FROM outbox WHERE state = 'waiting' AND kind IN ('message', 'case-file') LIMIT 1") !== undefined;

/** A file of which the hub does not have every chunk yet. */
export interface DueUpload {
  readonly outboxId: string;
  readonly attachmentId: AttachmentId;
}

/** Nothing mends it but a person: what a bundle has carried waits for its file to be whole again. */
const IS_BEYOND_REPAIR = "(a.state = 'damaged' AND o.carried_bundle IS NOT NULL)";

/**
 * The file for which an item waits that has its number already, as after the hub has let go of it: until it is there, this item holds up all
 * that follow, whatever they are. Null when there is none.
 * @param but files that are passed over
 */
export function uploadThatHoldsUp(db: ReadDb, but: readonly string[] = []): DueUpload | null {
  const found = Object.entries(FILES_OF).flatMap(([kind, files]) =>
    db.all<DueUpload & { readonly sequence: number }>(
      `SELECT o.id AS outboxId, a.id AS attachmentId, o.sequence FROM outbox o ${files}
       LEFT JOIN uploads u ON u.outbox_id = o.id AND u.attachment_id = a.id
       WHERE o.kind = ? AND o.state = 'waiting' AND o.envelope IS NOT NULL AND ${IS_MISSING} AND NOT ${IS_BEYOND_REPAIR}
         AND a.id NOT IN (SELECT value FROM json_each(?))
       ORDER BY o.sequence, a.id LIMIT 1`,
      [kind, JSON.stringify(but)],
    ),
  );
  return found.toSorted((left, right) => left.sequence - right.sequence)[0] ?? null;
}

/**
 * The file of a lane whose next chunk goes next: the one of which least is left, so that a large file keeps no small one waiting. Null
 * when there is none, or all that are left are held back.
 * @param but files that are passed over
 */
export function nextUpload(db: ReadDb, now: number, lane: FileLane, but: readonly string[] = []): DueUpload | null {
  const [kind, priority] = lane === 'case' ? (['case-file', 'routine'] as const) : (['message', lane] as const);
  return (
    db.get<DueUpload>(
      `SELECT o.id AS outboxId, a.id AS attachmentId FROM outbox o ${FILES_OF[kind]}
       LEFT JOIN uploads u ON u.outbox_id = o.id AND u.attachment_id = a.id
       WHERE o.kind = ? AND o.state = 'waiting' AND o.priority = ? AND o.paused_at IS NULL AND ${IS_MISSING}
         AND NOT ${IS_BEYOND_REPAIR} AND a.id NOT IN (SELECT value FROM json_each(?))
         AND (o.envelope IS NOT NULL OR o.next_attempt_at IS NULL OR o.next_attempt_at <= ?)
       ORDER BY a.size - coalesce(u.uploaded, 0) * ${CHUNK_SIZE}, o.rowid, a.id LIMIT 1`,
      [kind, priority, JSON.stringify(but), now],
    ) ?? null
  );
}

/** How far each file of an item is, by name; only of those that wait for the hub or have come to it. */
export interface FileProgress {
  readonly name: string;
  /** Bytes. */
  readonly done: number;
  readonly total: number;
}

export function fileProgress(db: ReadDb, item: { readonly id: string; readonly kind: string }): FileProgress[] {
  if (!hasFiles(item.kind)) return [];
  return db.all<FileProgress>(
    `SELECT a.name, min(a.size, coalesce(u.uploaded, 0) * ${CHUNK_SIZE}) AS done, a.size AS total
     FROM outbox o ${FILES_OF[item.kind]} LEFT JOIN uploads u ON u.outbox_id = o.id AND u.attachment_id = a.id
     WHERE o.id = ? ORDER BY a.added_at, a.id`,
    [item.id],
  );
}

/**
 * A content that the hub has taken over whole, sealed under a key this workstation knows: whatever carries it next names it there. The
 * latest, which the hub keeps longest.
 */
export function uploadOfContent(db: ReadDb, digest: string): UploadRecord | null {
  return (
    db.get<UploadRecord>(
      `SELECT ${COLUMNS} FROM attachments a JOIN uploads u ON u.attachment_id = a.id JOIN outbox o ON o.id = u.outbox_id
       WHERE a.digest = ? AND o.state IN ('sent', 'delivered', 'read') AND u.sealed_digest IS NOT NULL AND u.uploaded = u.chunks
       ORDER BY o.sent_at DESC, o.id LIMIT 1`,
      [digest],
    ) ?? null
  );
}

/** The hub says that it does not have all of them any more: each is looked at once more, chunk by chunk. */
export function forgetUploaded(tx: WriteDb, outboxId: string): void {
  tx.run('UPDATE uploads SET uploaded = 0, sealed_digest = NULL WHERE outbox_id = ?', [outboxId]);
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
