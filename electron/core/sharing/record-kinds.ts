import { type ChangeableKind, type SharedKind, sharedKinds } from '#shared/domain/field-changes/shared-fields.ts';
import type { EditableRecordKind, RecordKind } from './record-kind.ts';
import { sharedEvent, sharedNote } from './shared-additions.ts';
import { sharedCase } from './shared-case.ts';
import { sharedCheck, sharedCheckAnswer } from './shared-checks.ts';
import { sharedConversation } from './shared-conversation.ts';
import { sharedFile, sharedFileContent } from './shared-files.ts';
import { sharedMessage } from './shared-message.ts';
import { sharedDocument, sharedVehicle } from './shared-objects.ts';
import { sharedPerson } from './shared-person.ts';

export const editableRecordKinds: Readonly<Record<ChangeableKind, EditableRecordKind>> = {
  case: sharedCase,
  person: sharedPerson,
  document: sharedDocument,
  vehicle: sharedVehicle,
  conversation: sharedConversation,
};

export const recordKinds: Readonly<Record<SharedKind, RecordKind>> = {
  ...editableRecordKinds,
  note: sharedNote,
  file: sharedFile,
  'file-content': sharedFileContent,
  check: sharedCheck,
  'check-answer': sharedCheckAnswer,
  event: sharedEvent,
  message: sharedMessage,
};

/** Null of a kind that only a newer version knows. */
export const recordKindOf = (kind: string): RecordKind | null =>
  (sharedKinds as readonly string[]).includes(kind) ? recordKinds[kind as SharedKind] : null;

export const editableKindOf = (kind: string): EditableRecordKind | null =>
  Object.hasOwn(editableRecordKinds, kind) ? editableRecordKinds[kind as ChangeableKind] : null;
