import { parseReferenceRecord, rankCandidates, searchKeys } from '#shared/domain/candidates.ts';
import type { CheckOutcome } from '#shared/domain/check-outcome.ts';
import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckQuestion } from '#shared/ipc/checks.ts';
import { MAX_CANDIDATES } from '#shared/protocol/checks.ts';
import type { ReadDb } from '../store/database.ts';
import { recordsByKeys, referenceCopy } from '../store/tables/reference.ts';

export interface CopyAnswer {
  readonly outcome: CheckOutcome;
  readonly candidates: readonly Candidate[];
  /** How old the answer is at best: the databases as of this moment; null where there is no copy. */
  readonly copyAsOf: number | null;
}

/** Answers a question from the copy on this machine. Without a copy nothing was searched, which is an error and not "nothing found". */
export function searchCopy(db: ReadDb, question: CheckQuestion): CopyAnswer {
  const { database } = question;
  const copy = referenceCopy(db, database);
  if (!copy || copy.asOf === null) return { outcome: 'error', candidates: [], copyAsOf: null };
  const records = recordsByKeys(db, database, searchKeys(question));
  const entries = records.map((record) => parseReferenceRecord(database, record));
  const candidates = rankCandidates(question, entries).slice(0, MAX_CANDIDATES);
  return { outcome: candidates.length > 0 ? 'found' : 'nothing-found', candidates, copyAsOf: copy.asOf };
}
