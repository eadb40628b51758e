import { type AttachmentId, attachmentId, caseId, envelopeId } from '#shared/lib/ids.ts';
import { sha256Hex } from '#shared/protocol/bytes.ts';
import { messageAttachment } from '#shared/protocol/message-body.ts';
import { type ContentInside, contentInside } from '../files/arriving.ts';
import { cleanFileName } from '../files/file-name.ts';
import { isOfUrgentMessage, stateAtHub } from '../files/on-demand.ts';
import { messageIdOf } from '../messages/wire-body.ts';
import type { ReadDb } from '../store/database.ts';
import {
  type AttachmentRecord,
  askedOfColleagues,
  attachmentById,
  attachmentsOfMessage,
  insertAttachment,
  isContentHere,
  setAttachmentRemote,
  setAttachmentState,
  setCaseOfAttachment,
} from '../store/tables/attachments.ts';
import { caseById, touchCase } from '../store/tables/cases.ts';
import type { Recording } from '../timeline.ts';
import { closeFileWants } from './file-wants.ts';
import type { RecordKind, Written } from './record-kind.ts';

const fileValues = messageAttachment
  .pick({ name: true, mediaType: true, size: true })
  .extend({ caseId, sha256: sha256Hex });

/** That a case has a file: its name, size and digest. What is in it follows when the hub has it. */
export const sharedFile: RecordKind = {
  known: ['caseId', 'name', 'mediaType', 'size', 'sha256'],
  needs(db, id) {
    const inCase = attachmentById(db, id)?.caseId ?? null;
    return inCase === null ? [] : [{ kind: 'case', id: inCase }];
  },
  whole(db, id) {
    const file = attachmentById(db, id);
    if (!file || file.caseId === null) return null;
    const { caseId: inCase, name, mediaType, size, digest: sha256, addedBy, addedAt } = file;
    return { values: { caseId: inCase, name, mediaType, size, sha256 }, author: addedBy, at: addedAt };
  },
  insert({ tx, now }, { id, values, author, at }) {
    const read = fileValues.safeParse(values);
    if (!read.success) return 'not-understood';
    const { caseId: inCase, name, mediaType, size, sha256: digest } = read.data;
    if (!caseById(tx, inCase)) return { needs: inCase };
    touchCase(tx, inCase, now);
    // Its content may have come in a bundle that was taken over, before anything said whose it is.
    if (setCaseOfAttachment(tx, id as AttachmentId, inCase)) return 'written';
    insertAttachment(tx, {
      id: id as AttachmentId,
      caseId: inCase,
      messageId: null,
      name: cleanFileName(name),
      mediaType,
      size,
      digest,
      state: isContentHere(tx, digest) ? 'here' : 'announced',
      remote: null,
      addedAt: at,
      addedBy: author,
    });
    return 'written';
  },
};

/** `messageId` of a file that came or went with a message: on each workstation it has an identifier of its own. */
export const fileContent = contentInside.extend({ fileId: attachmentId, messageId: envelopeId.optional() });

/** Where the content of a file is at the hub, and the key that opens it there. */
export const sharedFileContent: RecordKind = {
  known: ['fileId', 'messageId', ...Object.keys(contentInside.shape)],
  needs: () => [],
  whole: () => null,
  insert(rec, { values, at }) {
    const read = fileContent.safeParse(values);
    if (!read.success) return 'not-understood';
    const { fileId, messageId, ...remote } = read.data;
    closeFileWants(rec.tx, remote.sha256);
    for (const asked of askedOfColleagues(rec.tx, remote.sha256)) takeContent(rec, asked, remote, at);
    const file = attachmentById(rec.tx, fileId) ?? (messageId && fileOfMessage(rec.tx, messageId, remote.sha256));
    return file ? takeContent(rec, file, remote, at) : { needs: messageId ?? fileId };
  },
};

/** The file of a message that has this content. */
export const fileOfMessage = (db: ReadDb, messageId: string, sha256: string): AttachmentRecord | undefined =>
  attachmentsOfMessage(db, messageIdOf(db, messageId)).find(({ digest }) => digest === sha256);

/** States in which the word that the hub has a file is what was waited for. */
const AWAITED: readonly AttachmentRecord['state'][] = ['announced', 'failed', 'gone'];

/**
 * What is whole here already is not fetched; of one that is damaged, its person decides, and of one that is large, whoever needs it here.
 * @param at when it was made ready, by the clock of the workstation that brought it (ms)
 */
function takeContent({ tx, now }: Recording, file: AttachmentRecord, remote: ContentInside, at: number): Written {
  if (remote.sha256 !== file.digest) return 'not-understood';
  setAttachmentRemote(tx, file.id, JSON.stringify(remote), Math.min(at, now));
  if (AWAITED.includes(file.state)) setAttachmentState(tx, file.id, stateAtHub(tx, file, isOfUrgentMessage(tx, file)));
  return 'written';
}
