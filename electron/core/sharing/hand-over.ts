import { offeredKinds } from '#shared/domain/field-changes/shared-fields.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { NewRecordEntry, RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import { envelopeOf } from '../messages/wire-body.ts';
import type { ReadDb } from '../store/database.ts';
import { attachmentsOfMessage, isContentOfCase } from '../store/tables/attachments.ts';
import type { Identity } from '../store/tables/identity.ts';
import { conversationsOfCase, messagesInStream } from '../store/tables/messages.ts';
import { changedFieldsOf, headsOfField, isPlaced, type RecordChange } from '../store/tables/record-changes.ts';
import { sharedRecords } from '../store/tables/shared-records.ts';
import type { Recording } from '../timeline.ts';
import { endUnderWay, type HandedKind, putUnderWay, type UnderWay, underWay } from './hand-over-under-way.ts';
import {
  closeWant,
  HANDED,
  isWanting,
  lacksMessages,
  noteAsked,
  type Scope,
  WANTED,
  type Wanted,
} from './hand-over-wants.ts';
import { queueEntries } from './queue-entries.ts';
import { queueFileContent } from './queue-file-content.ts';
import { additionEntry, timelineEntries } from './whole-entries.ts';

/**
 * In time the hub lets go of what every workstation of a bureau has read. Whoever joins after that asks for the shared records and the
 * messages of the bureau, and one colleague hands them over, once:
 *
 *   joins ──the stream begins later than at 1, and no hand-over stands in it──> records-wanted
 *                                                     └──> the eldest hands over, some at a time ──> records-handed
 *                                                     └─ nothing has come for two minutes: the next one does
 *
 * Both words are entries like any other, so that every workstation knows from the same place in the stream what is still to be done. Who was
 * handed the records by a version that handed over no messages asks for those, once: messages-wanted, messages-handed.
 */

/** Records that one envelope hands over: as few as are offered at once, see offer-existing.ts. */
const AT_ONCE = 10;

/** In this order: messages after the cases they stand in. */
const handedKinds: readonly HandedKind[] = [...offeredKinds, 'message'];

export function askFor(rec: Recording, identity: Identity, scope: Scope): void {
  const word = wordOf(rec, identity, WANTED[scope], {});
  noteAsked(rec.tx, scope, word.id);
  queueWord(rec, identity, word);
}

/** Whether this workstation has what somebody wants. */
export const canHandOver = (db: ReadDb, { scope }: Wanted): boolean =>
  !isWanting(db) && (scope === 'all' || !lacksMessages(db));

/** What goes: of messages nothing where it lacks some itself, so that who gets the records knows to ask for those. */
function kindsFor(db: ReadDb, { scope }: Wanted): readonly HandedKind[] {
  if (scope === 'messages') return ['message'];
  return lacksMessages(db) ? offeredKinds : handedKinds;
}

function wordOf(
  { now, newId }: Recording,
  { name }: Identity,
  kind: string,
  values: NewRecordEntry['values'],
): NewRecordEntry {
  return { entry: 'record', kind, id: newId() as NewRecordEntry['id'], values, author: name, at: toInstant(now) };
}

const queueWord = (rec: Recording, { bureau, name }: Identity, word: NewRecordEntry): void =>
  queueEntries(rec, { bureau, by: name, refId: word.id, title: '', caseId: null }, [word]);

/**
 * Queues the next few records for who wants them, in the caller's transaction; what was begun before a lock or a kill is gone on with.
 * Returns whether anything is left.
 */
export function handOverSome(rec: Recording, identity: Identity, want: Wanted): boolean {
  const at = whereToGoOn(rec, want);
  const { kind, row, handed } = at;
  const some = kind === 'message' ? messagesInStream(rec.tx, row, AT_ONCE) : sharedRecords(rec.tx, kind, row, AT_ONCE);
  const last = some.at(-1);
  if (!last) return nextKind(rec, identity, want, at);
  const { bureau, name: by } = identity;
  const entries = some.flatMap(({ id }) => entriesOf(rec.tx, kind, id));
  queueEntries(rec, { bureau, by, refId: last.id, title: '', caseId: null }, entries);
  for (const { id } of some)
    for (const file of contentsOf(rec.tx, kind, id)) queueFileContent(rec, { bureau, by }, file);
  const count = (handed[kind] ?? 0) + some.length;
  putUnderWay(rec, { ...at, row: last.row, handed: { ...handed, [kind]: count } });
  return true;
}

function whereToGoOn(rec: Recording, want: Wanted): UnderWay {
  const begun = underWay(rec.tx);
  if (begun?.wanted === want.id) return begun;
  if (begun) endUnderWay(rec, begun, false);
  const kind = kindsFor(rec.tx, want)[0] ?? 'message';
  return { wanted: want.id, to: want.workstation, kind, row: 0, handed: {} };
}

function nextKind(rec: Recording, identity: Identity, want: Wanted, at: UnderWay): boolean {
  const kinds = kindsFor(rec.tx, want);
  const handed = { ...at.handed, [at.kind]: at.handed[at.kind] ?? 0 };
  const next = kinds[kinds.indexOf(at.kind) + 1];
  if (next) {
    putUnderWay(rec, { ...at, kind: next, row: 0, handed });
    return true;
  }
  queueWord(rec, identity, wordOf(rec, identity, HANDED[want.scope], { wanted: want.id, handed }));
  endUnderWay(rec, { ...at, to: want.workstation, handed }, true);
  closeWant(rec, { wanted: want.id, handed }, identity.workstationId);
  return false;
}

/** The files whose contents go with a record. What a case has as well goes with the case. */
export function contentsOf(db: ReadDb, kind: HandedKind, id: string): string[] {
  if (kind === 'file') return [id];
  if (kind !== 'message') return [];
  return attachmentsOfMessage(db, id)
    .filter(({ digest }) => !isContentOfCase(db, digest))
    .map((file) => file.id);
}

/** A record as it stands, and the edits of its fields that no other has followed: what is changed from now on follows those. */
function entriesOf(db: ReadDb, kind: HandedKind, id: string): (NewRecordEntry | RecordChangeEntry)[] {
  if (kind === 'message') return additionEntry(db, kind, envelopeOf(db, id));
  const record = [...additionEntry(db, kind, id), ...headEntries(db, id)];
  if (kind !== 'case') return record;
  const caseId = id as Parameters<typeof timelineEntries>[1];
  const places = conversationsOfCase(db, caseId).flatMap((conversation) => headEntries(db, conversation));
  return [...record, ...timelineEntries(db, caseId), ...places];
}

const headEntries = (db: ReadDb, recordId: string): RecordChangeEntry[] =>
  changedFieldsOf(db, recordId)
    .flatMap((field) => headsOfField(db, recordId, field))
    .filter(isPlaced)
    .toSorted((a, b) => a.place - b.place)
    .map(handedOver);

/** In its own name and place: so the same is made of it there as everywhere. */
export function handedOver({
  workstation,
  place,
  at,
  id,
  recordId,
  parents,
  ...change
}: RecordChange): RecordChangeEntry {
  return {
    entry: 'change',
    ...change,
    id: id as RecordChangeEntry['id'],
    recordId: recordId as RecordChangeEntry['recordId'],
    parents: parents as RecordChangeEntry['parents'],
    at: toInstant(at),
    handedOver: { workstation, place } as RecordChangeEntry['handedOver'],
  };
}
