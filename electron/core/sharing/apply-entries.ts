import { fieldRule, isOfferedKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import {
  isNewRecord,
  isRecordChange,
  type NewRecordEntry,
  type RecordChangeEntry,
  type RecordChangesBody,
} from '#shared/protocol/record-changes-body.ts';
import { noteArrival } from '../store/tables/arrivals.ts';
import {
  changedFieldsOf,
  isChangeKnown,
  keepChange,
  placeInStream,
  type RecordChange,
} from '../store/tables/record-changes.ts';
import { isShared, markShared } from '../store/tables/shared-records.ts';
import {
  A_NEWER_VERSION,
  keepWaitingEntry,
  takeWaitingEntries,
  type WaitingEntry,
} from '../store/tables/waiting-entries.ts';
import type { Recording } from '../timeline.ts';
import { arrivalsOf } from './arrivals-of.ts';
import { forgetFollowed } from './field-state.ts';
import { isFileWord, noteFileWord } from './file-wants.ts';
import { isHandOverWord, noteGoneOn, noteHandOver, openWants } from './hand-over-wants.ts';
import { projectField } from './project-field.ts';
import type { Written } from './record-kind.ts';
import { editableKindOf, recordKindOf } from './record-kinds.ts';
import { tellWhatMet } from './tell-what-met.ts';

type Entry = RecordChangesBody['entries'][number];

/** Where an entry came from. */
interface Origin {
  readonly workstation: WorkstationId;
  readonly place: number;
}

/**
 * Takes in what a workstation of the own bureau changed, in the caller's transaction; the same entry twice is one. What came back from
 * this workstation itself has its place in the stream from now on.
 */
export function applyEntries(
  rec: Recording,
  body: RecordChangesBody,
  from: { readonly workstation: WorkstationId; readonly streamNumber: number },
): void {
  if (openWants(rec.tx).length > 0 && body.entries.some((entry) => isSaidAgain(rec, entry)))
    noteGoneOn(rec, from.workstation);
  for (const arrival of arrivalsOf(body)) noteArrival(rec.tx, arrival, from.streamNumber);
  body.entries.forEach((entry, part) => {
    applyEntry(rec, entry, { workstation: from.workstation, place: placeInStream(from.streamNumber, part) });
  });
}

const isSaidAgain = ({ tx }: Recording, entry: Entry): boolean =>
  isNewRecord(entry)
    ? isShared(tx, entry.id) || Boolean(recordKindOf(entry.kind)?.whole(tx, entry.id))
    : isRecordChange(entry) && entry.handedOver !== undefined;

function applyEntry(rec: Recording, entry: Entry, origin: Origin): void {
  const written = isNewRecord(entry)
    ? addRecord(rec, entry, origin)
    : isRecordChange(entry)
      ? addChange(rec, entry, origin)
      : 'not-understood';
  if (written !== 'written') keepUntilItCanBe(rec, entry, origin, written);
}

function addRecord(rec: Recording, entry: NewRecordEntry, origin: Origin): Written {
  if (isHandOverWord(entry.kind)) {
    noteHandOver(rec, entry, origin.workstation);
    return 'written';
  }
  if (isFileWord(entry.kind)) return noteFileWord(rec, entry, origin.workstation) ? 'written' : 'not-understood';
  const kind = recordKindOf(entry.kind);
  if (!kind) return 'not-understood';
  if (isShared(rec.tx, entry.id)) return 'written';
  if (kind.whole(rec.tx, entry.id)) {
    // In a store that was put back to an older copy it may not be noted that the others have it.
    if (isOfferedKind(entry.kind)) markShared(rec.tx, entry.id);
    kind.again?.(rec, entry);
    return 'written';
  }
  const { id, values, author } = entry;
  const written = kind.insert(rec, { id, values, author, at: Date.parse(entry.at) });
  if (written !== 'written') return written;
  if (isOfferedKind(entry.kind)) markShared(rec.tx, id);
  keepWhatIsNew(rec, entry, kind.known, origin);
  for (const field of changedFieldsOf(rec.tx, id)) projectField(rec, entry.kind, id, field);
  for (const here of [id, ...(kind.alsoWakes?.(rec.tx, id) ?? [])])
    for (const waiting of takeWaitingEntries(rec.tx, here)) applyKept(rec, waiting);
  return 'written';
}

/**
 * What was kept because this build's forerunner did not know it, in the caller's transaction: what is known now takes effect as if it had
 * come in its place, and the rest is kept on.
 */
export function applyKept(
  rec: Recording,
  { entry: json, workstation, place }: Omit<WaitingEntry, 'needs' | 'number'>,
): void {
  const entry = JSON.parse(json) as Entry;
  const origin = { workstation: workstation as WorkstationId, place };
  const kind = isNewRecord(entry) ? recordKindOf(entry.kind) : null;
  if (kind && isNewRecord(entry) && kind.whole(rec.tx, entry.id)) fillIn(rec, entry, kind.known, origin);
  else applyEntry(rec, entry, origin);
}

/** A record is here, and some of its values were kept beside it. */
function fillIn(rec: Recording, entry: NewRecordEntry, known: readonly string[], origin: Origin): void {
  const records = editableKindOf(entry.kind);
  const changed = changedFieldsOf(rec.tx, entry.id);
  for (const [name, value] of Object.entries(entry.values)) {
    if (!fieldRule(entry.kind, name)) continue;
    if (changed.includes(name)) projectField(rec, entry.kind, entry.id, name);
    else records?.write(rec, entry.id, name, value, entry.author);
  }
  keepWhatIsNew(rec, entry, known, origin);
}

/** Values of a newer version stay beside the record until this build knows them. */
function keepWhatIsNew(rec: Recording, entry: NewRecordEntry, known: readonly string[], origin: Origin): void {
  const unknown = Object.entries(entry.values).filter(([name]) => !known.includes(name));
  if (unknown.length === 0) return;
  keepUntilItCanBe(rec, { ...entry, values: Object.fromEntries(unknown) }, origin, 'not-understood');
}

function addChange(rec: Recording, entry: RecordChangeEntry, origin: Origin): Written {
  const { entry: _kind, at, handedOver, ...rest } = entry;
  const made = handedOver ?? origin;
  const { base, value } = rest;
  const change: RecordChange = { ...rest, base, value, ...made, at: Date.parse(at) };
  // One that is handed over and known here has its place already.
  const place = handedOver && isChangeKnown(rec.tx, change.id) ? null : made.place;
  const isNew = keepChange(rec.tx, change, place);
  const projected = projectField(rec, change.kind, change.recordId, change.field);
  if (isNew && !handedOver && projected.written === 'written') tellWhatMet(rec, change, projected);
  forgetFollowed(rec.tx, change);
  return projected.written;
}

function keepUntilItCanBe(
  { tx }: Recording,
  entry: Entry,
  { workstation, place }: Origin,
  written: Exclude<Written, 'written'>,
): void {
  const needs = written === 'not-understood' ? A_NEWER_VERSION : written.needs;
  keepWaitingEntry(tx, { needs, entry: JSON.stringify(entry), workstation, place });
}
