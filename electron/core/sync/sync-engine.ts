import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckDetail, CheckQuestion } from '#shared/ipc/checks.ts';
import type { ConnectionState } from '#shared/ipc/outbox.ts';
import type { Result } from '#shared/lib/result.ts';

export interface ConnectionStatus {
  readonly connection: ConnectionState;
  /** When it became so. */
  readonly since: number;
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
  /** Stops; what is under way is taken up again at the next start. */
  close(): void;
}
