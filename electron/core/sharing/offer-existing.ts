import { type OfferedKind, offeredKinds } from '#shared/domain/field-changes/shared-fields.ts';
import type { RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import type { ReadDb } from '../store/database.ts';
import type { Identity } from '../store/tables/identity.ts';
import { conversationsOfCase } from '../store/tables/messages.ts';
import { headsOfField } from '../store/tables/record-changes.ts';
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

/** How far the records have been gone through. */
export interface Offered {
  readonly kind: OfferedKind;
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
export function offerSome(
  rec: Recording,
  { bureau, name, workstationId: workstation }: Identity,
  { kind, row }: Offered,
): Offered | null {
  const some = unsharedRecords(rec.tx, kind, row, AT_ONCE);
  const last = some.at(-1);
  if (!last) return nextKind(rec, kind);
  const whole = some.flatMap(({ id }) => wholeEntries(rec.tx, kind, id));
  const filed = kind === 'case' ? some.flatMap(({ id }) => filings(rec, { author: name, workstation }, id)) : [];
  const entries = [...whole, ...filed];
  queueEntries(rec, { bureau, by: name, refId: last.id, title: '', caseId: null }, entries);
  if (kind === 'file') for (const { id } of some) queueFileContent(rec, { bureau, by: name }, id);
  return { kind, row: last.row };
}

/** The places of conversations in a case that nobody else knows of. */
const filings = (rec: Recording, by: ChangeAuthor, caseId: string): RecordChangeEntry[] =>
  conversationsOfCase(rec.tx, caseId)
    .filter((id) => headsOfField(rec.tx, id, 'caseId').length === 0)
    .map((id) =>
      changeEntry(rec, by, { kind: 'conversation', id, version: 1 }, { field: 'caseId', base: null, value: caseId }),
    );

function nextKind({ tx }: Recording, kind: OfferedKind): Offered | null {
  const next = offeredKinds[offeredKinds.indexOf(kind) + 1];
  if (next) return { kind: next, row: 0 };
  putSyncState(tx, NOTHING_LEFT, 'yes');
  return null;
}

/** A record was made that nobody else gets for now. */
export function noteUnshared({ tx }: Pick<Recording, 'tx'>): void {
  if (syncState(tx, NOTHING_LEFT) !== null) forgetSyncState(tx, [NOTHING_LEFT]);
}
