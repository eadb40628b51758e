import { z } from 'zod';
import { type AttachmentId, attachmentId, type WorkstationId } from '#shared/lib/ids.ts';
import { sha256Hex } from '#shared/protocol/bytes.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { NewRecordEntry } from '#shared/protocol/record-changes-body.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { type AttachmentRecord, attachmentById, isContentOnItsWay, keptContent } from '../store/tables/attachments.ts';
import type { Identity } from '../store/tables/identity.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
import { queueEntries } from './queue-entries.ts';
import { queueFileContent } from './queue-file-content.ts';

/**
 * A content that the hub has let go of lies at those workstations of the bureau alone that once fetched it. Who needs it asks all of them:
 *
 *   a person asks ──> file-wanted ──> one that has it says file-coming, and brings it to the hub anew ──> file-content
 *
 * Both words are entries like any other. At `file-coming`, and when the content comes, nobody else need bring it any more.
 */
const WORDS = { wanted: 'file-wanted', coming: 'file-coming' } as const;

const OPEN = 'files-wanted';
/** What nobody has stays open; somebody has asked for each by hand. */
const MOST_OPEN = 100;

const wantedValues = z.object({ fileId: attachmentId, sha256: sha256Hex });
const comingValues = z.object({ sha256: sha256Hex });

export interface FileWant {
  /** Of the word that asks for it. */
  readonly id: string;
  readonly workstation: WorkstationId;
  readonly fileId: AttachmentId;
  readonly sha256: string;
}

/** Whether somebody here has asked the bureau's other workstations for it, and none has said that it comes. */
export const isWantedHere = (db: ReadDb, { workstationId }: Identity, sha256: string): boolean =>
  openFileWants(db).some((want) => want.workstation === workstationId && want.sha256 === sha256);

export const isFileWord = (kind: string): boolean => kind === WORDS.wanted || kind === WORDS.coming;

/** The first to be asked for first. */
export const openFileWants = (db: ReadDb): FileWant[] => JSON.parse(syncState(db, OPEN) ?? '[]') as FileWant[];

const putWants = (tx: WriteDb, wants: readonly FileWant[]): void =>
  putSyncState(tx, OPEN, JSON.stringify(wants.slice(-MOST_OPEN)));

/** Takes in one of the words, in the caller's transaction; the same twice is one. False where it is not understood. */
export function noteFileWord({ tx }: Recording, entry: NewRecordEntry, workstation: WorkstationId): boolean {
  if (entry.kind === WORDS.coming) {
    const coming = comingValues.safeParse(entry.values);
    if (coming.success) closeFileWants(tx, coming.data.sha256);
    return coming.success;
  }
  const wanted = wantedValues.safeParse(entry.values);
  const wants = openFileWants(tx);
  if (wanted.success && wants.every(({ id }) => id !== entry.id))
    putWants(tx, [...wants, { id: entry.id, workstation, ...wanted.data }]);
  return wanted.success;
}

/** It comes: nobody else need bring it. */
export function closeFileWants(tx: WriteDb, sha256: string): void {
  const wants = openFileWants(tx);
  const others = wants.filter((want) => want.sha256 !== sha256);
  if (others.length < wants.length) putWants(tx, others);
}

/** Asks every workstation of the bureau for a file, in the caller's transaction. @param by who asks */
export function askForContent(rec: Recording, identity: Identity, by: string, file: AttachmentRecord): void {
  const { id: fileId, digest: sha256, name: title, caseId } = file;
  const { bureau, workstationId } = identity;
  const word = wordOf(rec, by, WORDS.wanted, { fileId, sha256 });
  noteFileWord(rec, word, workstationId);
  queueEntries(rec, { bureau, by, refId: fileId, title, caseId }, [word]);
}

/** The file of this workstation by which it can bring what is wanted; null where it has it not. */
export function fileToBring(db: ReadDb, { fileId, sha256 }: FileWant): AttachmentRecord | null {
  const same = attachmentById(db, fileId);
  return same?.digest === sha256 && same.state === 'here' ? same : keptContent(db, sha256);
}

/** Says that it comes, and queues it, in the caller's transaction; what is on its way there already does not go twice. */
export function bringContent(rec: Recording, { bureau, name: by }: Identity, file: AttachmentRecord): void {
  const { id: refId, digest: sha256, name: title, caseId } = file;
  closeFileWants(rec.tx, sha256);
  queueEntries(rec, { bureau, by, refId, title, caseId }, [wordOf(rec, by, WORDS.coming, { sha256 })]);
  if (!isContentOnItsWay(rec.tx, sha256)) queueFileContent(rec, { bureau, by, isAnew: true }, refId);
}

const wordOf = (
  { now, newId }: Recording,
  author: string,
  kind: string,
  values: NewRecordEntry['values'],
): NewRecordEntry => ({
  entry: 'record',
  kind,
  id: newId() as NewRecordEntry['id'],
  values,
  author,
  at: toInstant(now),
});
