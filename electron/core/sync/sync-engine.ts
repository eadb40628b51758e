import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckDetail, CheckQuestion } from '#shared/ipc/checks.ts';
import type { ConnectionState } from '#shared/ipc/outbox.ts';
import type { PresentOfficer } from '#shared/ipc/presence.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import type { BundleWork } from '../bundles/bundle-work.ts';

export interface ConnectionStatus {
  readonly connection: ConnectionState;
  /** When it became so. */
  readonly since: number;
  /** Why the hub refuses this workstation, while it does: a code of the protocol's answers. */
  readonly refusal: string | null;
  /** When outbox, inbox and copies last agreed with the hub. */
  readonly dataAsOf: number | null;
  /** The hub's clock minus ours in ms, when it is worth a warning. */
  readonly clockOff: number | null;
}

/** Why the hub could not be asked: 'offline' = not reached, 'timeout' = no answer in time, 'refused' = it answered no. */
export type AskProblem = { readonly code: 'offline' | 'timeout' | 'refused'; readonly detail: string };

export interface FetchedRecord {
  readonly asOf: number | null;
  readonly record: unknown;
}

/** Who else of the bureau has a case open: a convenience of a good line, which nothing waits for. */
export interface Presence {
  /** This is open here now. @param caseId null: no case */
  show(caseId: CaseId | null, officer: string): void;
  /** Who has it open elsewhere; nobody while the line does not stand. */
  others(caseId: CaseId): readonly PresentOfficer[];
}

/** What the rest of the core may ask of the synchronisation; it runs beside, and its news arrive as changed tables. */
export interface SyncEngine {
  status(): ConnectionStatus;
  /** Something new waits in the outbox, or a person wants it tried now. */
  wake(): void;
  /** Fetches one reference record from the hub: the second step of a check. */
  fetchRecord(
    database: CheckQuestion['database'],
    recordId: Candidate['recordId'],
    purpose: CheckDetail['purpose'],
    signal: AbortSignal,
  ): Promise<Result<FetchedRecord, AskProblem>>;
  /** What goes by file instead of by the line; null where nothing leaves the store. */
  readonly bundles: BundleWork | null;
  /** Null where nothing leaves the store. */
  readonly presence: Presence | null;
  /** Stops; what is under way is taken up again at the next start. */
  close(): void;
}
