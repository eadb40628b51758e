import { z } from 'zod';
import { offeredKinds } from '#shared/domain/field-changes/shared-fields.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { NewRecordEntry, RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import { envelopeOf } from '../messages/wire-body.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { attachmentsOfMessage, isContentOfCase } from '../store/tables/attachments.ts';
import { type Identity, readIdentity } from '../store/tables/identity.ts';
import { conversationsOfCase, messagesInStream } from '../store/tables/messages.ts';
import { changedFieldsOf, headsOfField, isPlaced, type RecordChange } from '../store/tables/record-changes.ts';
import { sharedRecords } from '../store/tables/shared-records.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
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
 * Both words are entries like any other, so that every workstation knows from the same place in the stream what is still to be done.
 */
const WANTED = 'records-wanted';
const HANDED = 'records-handed';

const OPEN = 'records-wanted';
/** `missing` as long as this workstation may have to ask; the id of what it asked by; `got` once it was handed the records. */
const ASKED = 'records-asked';
const MISSING = 'missing';
const GOT = 'got';
const UNDER_WAY = 'records-handing-over';
/** When another was last seen to hand something over (ms). */
const GONE_ON = 'records-gone-on';

/** What is of one workstation alone, and not of the one that takes its store over. */
export const OWN_HAND_OVERS = [ASKED, UNDER_WAY, GONE_ON] as const;

/** Records that one envelope hands over: as few as are offered at once, see offer-existing.ts. */
const AT_ONCE = 10;

/** Who wants the records, by the id of the entry that says so. */
export interface Wanted {
  readonly id: string;
  readonly workstation: WorkstationId;
}

/** In this order: messages after the cases they stand in. */
const handedKinds = [...offeredKinds, 'message'] as const;
type HandedKind = (typeof handedKinds)[number];

/** How far the records have been handed over to somebody. */
interface UnderWay {
  readonly wanted: string;
  readonly kind: HandedKind;
  readonly row: number;
}

const handedValues = z.object({ wanted: z.uuid() });

export const isHandOverWord = (kind: string): boolean => kind === WANTED || kind === HANDED;

/** Those who want the records and have not been handed them, the first to ask first. */
export const openWants = (db: ReadDb): Wanted[] => JSON.parse(syncState(db, OPEN) ?? '[]') as Wanted[];

const putWants = (tx: WriteDb, wants: readonly Wanted[]): void => putSyncState(tx, OPEN, JSON.stringify(wants));

/** Takes in one of the two words, in the caller's transaction; the same twice is one. */
export function noteHandOver({ tx }: Recording, entry: NewRecordEntry, workstation: WorkstationId): void {
  const wants = openWants(tx);
  if (entry.kind === WANTED) {
    if (wants.every(({ id }) => id !== entry.id)) putWants(tx, [...wants, { id: entry.id, workstation }]);
    return;
  }
  const handed = handedValues.safeParse(entry.values);
  if (handed.success) closeWant(tx, handed.data.wanted);
}

function closeWant(tx: WriteDb, wanted: string): void {
  const wants = openWants(tx);
  const left = wants.filter(({ id }) => id !== wanted);
  // All of it came after the word that asked for it: whoever has read that has been handed the records as well.
  if (left.length < wants.length && isWanting(tx)) putSyncState(tx, ASKED, GOT);
  putWants(tx, left);
  if (underWay(tx)?.wanted === wanted) forgetSyncState(tx, [UNDER_WAY]);
  forgetSyncState(tx, [GONE_ON]);
}

/** Another workstation has said again what is here already: it is at it, however slow its line, and the next one waits on. */
export function noteGoneOn({ tx, now }: Recording, workstation: WorkstationId): void {
  if (workstation !== readIdentity(tx)?.workstationId) putSyncState(tx, GONE_ON, String(now));
}

export function goneOnAt(db: ReadDb): number | null {
  const at = syncState(db, GONE_ON);
  return at === null ? null : Number(at);
}

/** This workstation has met a stream whose beginning the hub has let go of. */
export function noteMissing(tx: WriteDb): void {
  if (syncState(tx, ASKED) === null) putSyncState(tx, ASKED, MISSING);
}

/** Whether it has to ask: once the whole stream has been read, where no hand-over stands in it, nor one that a member waits for. */
export const hasToAsk = (db: ReadDb, members: readonly { readonly id: string }[]): boolean =>
  syncState(db, ASKED) === MISSING &&
  !openWants(db).some(({ workstation }) => members.some(({ id }) => id === workstation));

export function askForRecords(rec: Recording, identity: Identity): void {
  const word = wordOf(rec, identity, WANTED, {});
  putSyncState(rec.tx, ASKED, word.id);
  queueWord(rec, identity, word);
}

/** Whether this workstation itself is still to be handed the records: it has none to give. */
export function isWanting(db: ReadDb): boolean {
  const asked = syncState(db, ASKED);
  return asked !== null && asked !== GOT;
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

const underWay = (db: ReadDb): UnderWay | null => JSON.parse(syncState(db, UNDER_WAY) ?? 'null') as UnderWay | null;

/**
 * Queues the next few records for who wants them, in the caller's transaction; what was begun before a lock or a kill is gone on with.
 * Returns whether anything is left.
 */
export function handOverSome(rec: Recording, identity: Identity, { id: wanted }: Wanted): boolean {
  const begun = underWay(rec.tx);
  const { kind, row } = begun?.wanted === wanted ? begun : { kind: handedKinds[0], row: 0 };
  const some = kind === 'message' ? messagesInStream(rec.tx, row, AT_ONCE) : sharedRecords(rec.tx, kind, row, AT_ONCE);
  const last = some.at(-1);
  if (!last) return nextKind(rec, identity, wanted, kind);
  const { bureau, name: by } = identity;
  const entries = some.flatMap(({ id }) => entriesOf(rec.tx, kind, id));
  queueEntries(rec, { bureau, by, refId: last.id, title: '', caseId: null }, entries);
  for (const { id } of some)
    for (const file of contentsOf(rec.tx, kind, id)) queueFileContent(rec, { bureau, by }, file);
  putSyncState(rec.tx, UNDER_WAY, JSON.stringify({ wanted, kind, row: last.row } satisfies UnderWay));
  return true;
}

/** The files whose contents go with a record. What a case has as well goes with the case. */
function contentsOf(db: ReadDb, kind: HandedKind, id: string): string[] {
  if (kind === 'file') return [id];
  if (kind !== 'message') return [];
  return attachmentsOfMessage(db, id)
    .filter(({ digest }) => !isContentOfCase(db, digest))
    .map((file) => file.id);
}

function nextKind(rec: Recording, identity: Identity, wanted: string, kind: HandedKind): boolean {
  const next = handedKinds[handedKinds.indexOf(kind) + 1];
  if (next) {
    putSyncState(rec.tx, UNDER_WAY, JSON.stringify({ wanted, kind: next, row: 0 } satisfies UnderWay));
    return true;
  }
  queueWord(rec, identity, wordOf(rec, identity, HANDED, { wanted }));
  closeWant(rec.tx, wanted);
  return false;
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
function handedOver({ workstation, place, at, id, recordId, parents, ...change }: RecordChange): RecordChangeEntry {
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
