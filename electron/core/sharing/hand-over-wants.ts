import { z } from 'zod';
import { offeredKinds } from '#shared/domain/field-changes/shared-fields.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import type { NewRecordEntry } from '#shared/protocol/record-changes-body.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { readIdentity } from '../store/tables/identity.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
import { endUnderWay, noteReceived, UNDER_WAY, underWay } from './hand-over-under-way.ts';

/** What is asked for: everything, or the messages alone, by who was handed the records by a version that handed over no messages. */
export type Scope = 'all' | 'messages';

/** An older version keeps the words about messages until it is updated, and reads them then in their order. */
export const WANTED: Readonly<Record<Scope, string>> = { all: 'records-wanted', messages: 'messages-wanted' };
export const HANDED: Readonly<Record<Scope, string>> = { all: 'records-handed', messages: 'messages-handed' };

const scopeOf = (words: Readonly<Record<Scope, string>>, kind: string): Scope | null =>
  kind === words.all ? 'all' : kind === words.messages ? 'messages' : null;

export const isHandOverWord = (kind: string): boolean =>
  scopeOf(WANTED, kind) !== null || scopeOf(HANDED, kind) !== null;

const OPEN = 'records-wanted';
/** When another was last seen to hand something over (ms). */
const GONE_ON = 'records-gone-on';

/** What this workstation itself lacks; nothing where it is not written down. */
const ASKED = 'records-asked';
/** It may have to ask for everything. Then the id of what it asked by, until it is handed it. */
const MISSING = 'missing';
/** It was handed the records, by somebody who handed over no messages. */
const RECORDS_ONLY = 'got';
/** And the id of what it asked for those by. */
const MESSAGES_ASKED = 'messages:';
const ALL = 'got-all';

/** What is of one workstation alone, and not of the one that takes its store over. */
export const OWN_HAND_OVERS = [ASKED, UNDER_WAY, GONE_ON] as const;

/** Who wants what, by the id of the entry that says so. */
export interface Wanted {
  readonly id: string;
  readonly workstation: WorkstationId;
  readonly scope: Scope;
}

/** Those who want something and have not been handed it, the first to ask first. */
export const openWants = (db: ReadDb): Wanted[] =>
  (JSON.parse(syncState(db, OPEN) ?? '[]') as (Omit<Wanted, 'scope'> & { readonly scope?: Scope })[]).map(
    ({ scope = 'all', ...want }) => ({ ...want, scope }),
  );

const putWants = (tx: WriteDb, wants: readonly Wanted[]): void => putSyncState(tx, OPEN, JSON.stringify(wants));

const counts = z.partialRecord(z.enum([...offeredKinds, 'message']), z.int().min(0));
/** `handed` says of which kinds how many records went; a version that does not say so handed over no messages, as far as anybody knows. */
const handedValues = z.object({ wanted: z.uuid(), handed: counts.optional().catch(undefined) });
export type HandedValues = z.infer<typeof handedValues>;

/** Takes in one of the words, in the caller's transaction; the same twice is one. */
export function noteHandOver(rec: Recording, { kind, id, values }: NewRecordEntry, workstation: WorkstationId): void {
  const wants = openWants(rec.tx);
  const wanted = scopeOf(WANTED, kind);
  if (wanted !== null) {
    if (wants.every((one) => one.id !== id)) putWants(rec.tx, [...wants, { id, workstation, scope: wanted }]);
    return;
  }
  const handed = handedValues.safeParse(values);
  if (handed.success) closeWant(rec, handed.data, workstation);
}

/** Nothing of it is left to do, says this workstation or another. */
export function closeWant(rec: Recording, said: HandedValues, by: WorkstationId): void {
  const { tx } = rec;
  const wants = openWants(tx);
  const closed = wants.find(({ id }) => id === said.wanted);
  const begun = underWay(tx);
  if (begun?.wanted === said.wanted) endUnderWay(rec, begun, false);
  if (!closed) return;
  takeAsHanded(rec, closed, said, by);
  putWants(
    tx,
    wants.filter((one) => one !== closed),
  );
  forgetSyncState(tx, [GONE_ON]);
}

/** All of it came after the word that asked for it: whoever has read that has been handed the same. */
function takeAsHanded(rec: Recording, { scope, id }: Wanted, { handed = {} }: HandedValues, by: WorkstationId): void {
  const withMessages = handed.message !== undefined;
  const helps = isWanting(rec.tx) ? scope === 'all' : lacksMessages(rec.tx) && withMessages;
  if (!helps) return;
  putSyncState(rec.tx, ASKED, withMessages ? ALL : RECORDS_ONLY);
  noteReceived(rec, by, id, handed);
}

/** This workstation has met a stream whose beginning the hub has let go of. */
export function noteMissing(tx: WriteDb): void {
  if (syncState(tx, ASKED) === null) putSyncState(tx, ASKED, MISSING);
}

export const noteAsked = (tx: WriteDb, scope: Scope, id: string): void =>
  putSyncState(tx, ASKED, scope === 'all' ? id : MESSAGES_ASKED + id);

/**
 * What it has to ask for; null = nothing. Once the whole stream has been read, where nothing of it stands there that was handed over, or that
 * a member waits for.
 */
export function whatToAsk(db: ReadDb, members: readonly { readonly id: string }[]): Scope | null {
  const asked = syncState(db, ASKED);
  const scope = asked === MISSING ? 'all' : asked === RECORDS_ONLY ? 'messages' : null;
  if (scope === null) return null;
  const comesAnyway = openWants(db).some(
    (want) => (want.scope === 'all' || scope === 'messages') && members.some(({ id }) => id === want.workstation),
  );
  return comesAnyway ? null : scope;
}

/** Whether this workstation itself is still to be handed the records: it has none to give. */
export function isWanting(db: ReadDb): boolean {
  const asked = syncState(db, ASKED);
  return asked !== null && asked !== ALL && !isWithoutMessages(asked);
}

/** It has the records, and not the messages that the hub has let go of. */
export const lacksMessages = (db: ReadDb): boolean => isWithoutMessages(syncState(db, ASKED) ?? ALL);

const isWithoutMessages = (asked: string): boolean => asked === RECORDS_ONLY || asked.startsWith(MESSAGES_ASKED);

/** Another workstation has said again what is here already: it is at it, however slow its line, and the next one waits on. */
export function noteGoneOn({ tx, now }: Recording, workstation: WorkstationId): void {
  if (workstation !== readIdentity(tx)?.workstationId) putSyncState(tx, GONE_ON, String(now));
}

export function goneOnAt(db: ReadDb): number | null {
  const at = syncState(db, GONE_ON);
  return at === null ? null : Number(at);
}
