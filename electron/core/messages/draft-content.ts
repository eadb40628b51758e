import type { MessageDraft } from '#shared/ipc/messages.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer } from '../context.ts';
import { whyNotHere } from '../files/on-demand.ts';
import type { ReadDb } from '../store/database.ts';
import { type AttachmentRecord, attachmentById } from '../store/tables/attachments.ts';
import { type CaseRecord, caseById } from '../store/tables/cases.ts';
import { type DocumentRecord, documentsByIds } from '../store/tables/documents.ts';
import { type MessageRecord, messageById } from '../store/tables/messages.ts';
import { type PersonRecord, personsByIds } from '../store/tables/persons.ts';
import { type VehicleRecord, vehiclesByIds } from '../store/tables/vehicles.ts';

/** What a draft names, looked up. */
export interface DraftContent {
  readonly case: CaseRecord | null;
  readonly answered: MessageRecord | null;
  readonly persons: readonly PersonRecord[];
  readonly documents: readonly DocumentRecord[];
  readonly vehicles: readonly VehicleRecord[];
  readonly files: readonly AttachmentRecord[];
}

/** An answer without a case of its own goes into the case of what it answers. */
export function draftContent(db: ReadDb, draft: MessageDraft): DraftContent {
  const answered = draft.inReplyTo === null ? null : messageById(db, draft.inReplyTo);
  const caseId = draft.caseId ?? answered?.caseId ?? null;
  return {
    case: caseId === null ? null : caseById(db, caseId),
    answered,
    persons: personsByIds(db, draft.personIds),
    documents: documentsByIds(db, draft.documentIds),
    vehicles: vehiclesByIds(db, draft.vehicleIds),
    files: draft.attachmentIds.flatMap((id) => attachmentById(db, id) ?? []),
  };
}

/** Whether everything the draft names is on this machine. */
export function whatIsMissing(draft: MessageDraft, content: DraftContent): Answer<null> {
  const missing = (kind: string) => err({ code: 'not-found' as const, params: { kind } });
  if (draft.caseId !== null && !content.case) return missing('case');
  if (draft.inReplyTo !== null && !content.answered) return missing('message');
  if (content.persons.length < new Set(draft.personIds).size) return missing('person');
  if (content.documents.length < new Set(draft.documentIds).size) return missing('document');
  if (content.vehicles.length < new Set(draft.vehicleIds).size) return missing('vehicle');
  if (content.files.length < draft.attachmentIds.length) return missing('file');
  const unusable = content.files.find((file) => file.state !== 'here');
  if (!unusable) return ok(null);
  const { name, state } = unusable;
  return err(state === 'damaged' ? { code: 'file-damaged', params: { name } } : whyNotHere(unusable));
}
