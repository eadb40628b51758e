import type { OfferedKind } from '#shared/domain/field-changes/shared-fields.ts';
import { workstationName } from '../bureau-keys/workstation-name.ts';
import { recordAudit } from '../record-audit.ts';
import type { ReadDb } from '../store/database.ts';
import { readIdentity } from '../store/tables/identity.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';

export type HandedKind = OfferedKind | 'message';

/** How many records of each kind. */
export type Handed = Readonly<Partial<Record<HandedKind, number>>>;

/** How far this workstation has come with handing over to somebody. */
export interface UnderWay {
  /** The id of the word that asked for it, and the workstation. */
  readonly wanted: string;
  readonly to: string;
  readonly kind: HandedKind;
  readonly row: number;
  readonly handed: Handed;
}

export const UNDER_WAY = 'records-handing-over';

export function underWay(db: ReadDb): UnderWay | null {
  const begun = JSON.parse(syncState(db, UNDER_WAY) ?? 'null') as UnderWay | null;
  // As a forerunner left it, nothing was counted.
  return begun && { ...begun, to: begun.to ?? '', handed: begun.handed ?? {} };
}

export const putUnderWay = ({ tx }: Recording, begun: UnderWay): void =>
  putSyncState(tx, UNDER_WAY, JSON.stringify(begun));

/**
 * What was handed to whom is one audit entry here, in the caller's transaction: with the word that it is complete, or when somebody else
 * has said so, or when this workstation turns to another.
 */
export function endUnderWay(rec: Recording, { to, wanted, handed }: UnderWay, isComplete: boolean): void {
  forgetSyncState(rec.tx, [UNDER_WAY]);
  recordAudit(rec.tx, {
    method: 'sync.records-handed-over',
    at: rec.now,
    actor: null,
    subject: 'workstation',
    subjectId: to,
    detail: { to: nameOf(rec, to), wanted, handed, isComplete },
  });
}

/** The other half, at the one who asked. */
export function noteReceived(rec: Recording, from: string, wanted: string, handed: Handed): void {
  recordAudit(rec.tx, {
    method: 'sync.records-received',
    at: rec.now,
    actor: null,
    subject: 'workstation',
    subjectId: readIdentity(rec.tx)?.workstationId ?? null,
    detail: { from: nameOf(rec, from), wanted, handed },
  });
}

const nameOf = ({ tx }: Recording, workstation: string): string =>
  workstationName(readIdentity(tx)?.bureau ?? '', workstation);
