import type { OfferedKind, SharedKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { EventKind } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { NewRecordEntry } from '#shared/protocol/record-changes-body.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { allEventsOfCase, type EventRecord } from '../store/tables/events.ts';
import { messageById } from '../store/tables/messages.ts';
import { markShared } from '../store/tables/shared-records.ts';
import { recordKinds } from './record-kinds.ts';

/** What is told of in every workstation's timeline: what was done to the shared records. The rest belongs to one workstation. */
export const sharedEvents: ReadonlySet<EventKind> = new Set<EventKind>([
  'case-created',
  'case-edited',
  'status-changed',
  'person-added',
  'person-edited',
  'document-added',
  'document-edited',
  'vehicle-added',
  'vehicle-edited',
  'note-added',
  'file-added',
  'request-sent',
  'message-received',
  'conversation-moved',
  'check-run',
  'check-answered',
  'conflict-decided',
]);

/** A record whole, after everything it needs; nothing of what the others have already. A case brings its timeline. */
export function wholeEntries(tx: WriteDb, kind: OfferedKind, id: string): NewRecordEntry[] {
  if (!recordKinds[kind].whole(tx, id) || !markShared(tx, id)) return [];
  const before = recordKinds[kind].needs(tx, id).flatMap((needed) => wholeEntries(tx, needed.kind, needed.id));
  const timeline = kind === 'case' ? timelineEntries(tx, id as CaseId) : [];
  return [...before, ...additionEntry(tx, kind, id), ...timeline];
}

export const timelineEntries = (db: ReadDb, caseId: CaseId): NewRecordEntry[] =>
  allEventsOfCase(db, caseId)
    .filter((event) => sharedEvents.has(event.kind) && isForOthers(db, event))
    .flatMap((event) => additionEntry(db, 'event', event.id));

/** Of a message that has not gone out, the others have nothing. */
const isForOthers = (db: ReadDb, { subjectKind, subjectId }: EventRecord): boolean =>
  subjectKind !== 'message' || (subjectId !== null && (messageById(db, subjectId)?.streamNumber ?? null) !== null);

/** One record as it stands; none where it is not here. */
export function additionEntry(db: ReadDb, kind: SharedKind, id: string): NewRecordEntry[] {
  const whole = recordKinds[kind].whole(db, id);
  if (!whole) return [];
  const { values, author, at } = whole;
  return [{ entry: 'record', kind, id: id as NewRecordEntry['id'], values: { ...values }, author, at: toInstant(at) }];
}
