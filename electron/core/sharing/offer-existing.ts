import { type OfferedKind, offeredKinds } from '#shared/domain/field-changes/shared-fields.ts';
import type { RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import { putIntoCase } from '../messages/put-into-case.ts';
import { tellCaseOfAll } from '../messages/tell-case.ts';
import type { ReadDb } from '../store/database.ts';
import type { Identity } from '../store/tables/identity.ts';
import { caseOfConversation, messagesOfUnsaidPlace } from '../store/tables/messages.ts';
import { hasColleagues, unsharedRecords } from '../store/tables/shared-records.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
import { type ChangeAuthor, changeEntry } from './change-entry.ts';
import { queueEntries } from './queue-entries.ts';
import { queueFileContent } from './queue-file-content.ts';
import { wholeEntries } from './whole-entries.ts';

const NOTHING_LEFT = 'all-offered';

/**
 * Records that one envelope offers. A workstation takes fifty envelopes in at once, and people go on working there: so few that this
 * takes a fraction of a second.
 */
const AT_ONCE = 10;

/** In this order: the places of conversations after the cases they stand in. */
const walkedKinds = [...offeredKinds, 'conversation'] as const;
type WalkedKind = (typeof walkedKinds)[number];

/** How far the records have been gone through. */
export interface Offered {
  readonly kind: WalkedKind;
  readonly row: number;
}

export const FROM_THE_BEGINNING: Offered = { kind: 'case', row: 0 };

/** Whether there may be records that the bureau's other workstations have not got; asked before each round. */
export function mayHaveUnshared(db: ReadDb, { bureau, workstationId }: Identity): boolean {
  return syncState(db, NOTHING_LEFT) === null && hasColleagues(db, bureau, workstationId);
}

/**
 * Queues the next few of the records that were made before the bureau had another workstation, in the caller's transaction. Returns how
 * far it has come; null when none is left.
 */
export function offerSome(rec: Recording, identity: Identity, { kind, row }: Offered): Offered | null {
  const last = kind === 'conversation' ? offerPlaces(rec, identity, row) : offerWhole(rec, identity, kind, row);
  return last === null ? nextKind(rec, kind) : { kind, row: last };
}

/** Returns the row of the last; null where there was none. */
function offerWhole(rec: Recording, { bureau, name: by }: Identity, kind: OfferedKind, row: number): number | null {
  const some = unsharedRecords(rec.tx, kind, row, AT_ONCE);
  const last = some.at(-1);
  if (!last) return null;
  const entries = some.flatMap(({ id }) => wholeEntries(rec.tx, kind, id));
  queueEntries(rec, { bureau, by, refId: last.id, title: '', caseId: null }, entries);
  if (kind === 'file') for (const { id } of some) queueFileContent(rec, { bureau, by }, id);
  return last.row;
}

/** The places of conversations in cases that nobody else knows of; returns as above. */
function offerPlaces(rec: Recording, identity: Identity, row: number): number | null {
  const some = messagesOfUnsaidPlace(rec.tx, row, AT_ONCE);
  const last = some.at(-1);
  if (!last) return null;
  const { bureau, name: author, workstationId: workstation } = identity;
  const conversations = [...new Set(some.map(({ conversationId }) => conversationId))];
  const entries = conversations.flatMap((id) => placeEntry(rec, { author, workstation }, id));
  queueEntries(rec, { bureau, by: author, refId: last.conversationId, title: '', caseId: null }, entries);
  return last.row;
}

/** All of it stands where its last message does: forerunners of this build sent an answer from another case and left the rest. */
function placeEntry(rec: Recording, by: ChangeAuthor, id: string): RecordChangeEntry[] {
  const value = caseOfConversation(rec.tx, id);
  if (value === null) return [];
  putIntoCase(rec.tx, id, value);
  tellCaseOfAll(rec, id);
  return [changeEntry(rec, by, { kind: 'conversation', id, version: 1 }, { field: 'caseId', base: null, value })];
}

function nextKind({ tx }: Recording, kind: WalkedKind): Offered | null {
  const next = walkedKinds[walkedKinds.indexOf(kind) + 1];
  if (next) return { kind: next, row: 0 };
  putSyncState(tx, NOTHING_LEFT, 'yes');
  return null;
}

/** A record was made that nobody else gets for now. */
export function noteUnshared({ tx }: Pick<Recording, 'tx'>): void {
  if (syncState(tx, NOTHING_LEFT) !== null) forgetSyncState(tx, [NOTHING_LEFT]);
}
