import type { CheckOutcome } from '#shared/domain/check-outcome.ts';
import { scoreSltd, scoreVehicle } from '#shared/domain/document-matching.ts';
import { lowestNominalScore, prepareNominalQuery, scorePreparedNominal } from '#shared/domain/nominal-matching.ts';
import type { NominalRecord, SltdRecord, VehicleRecord } from '#shared/domain/reference-records.ts';
import type { Candidate } from '#shared/domain/reference-search.ts';
import type { CheckQuestion } from '#shared/ipc/checks.ts';
import { MAX_CANDIDATES } from '#shared/protocol/checks.ts';
import type { ReadDb } from '../store/database.ts';
import { recordsByKeys, referenceCopy } from '../store/tables/reference.ts';
import { nominalSummary, sltdSummary, vehicleSummary } from './candidate-summary.ts';
import { questionKeys } from './reference-keys.ts';

export interface CopyAnswer {
  readonly outcome: CheckOutcome;
  readonly candidates: readonly Candidate[];
  /** How old the answer is at best: the databases as of this moment; null where there is no copy. */
  readonly copyAsOf: number | null;
}

/** Answers a question from the copy on this machine. Without a copy nothing was searched, which is an error and not "nothing found". */
export function searchCopy(db: ReadDb, question: CheckQuestion): CopyAnswer {
  const copy = referenceCopy(db, question.database);
  if (!copy || copy.asOf === null) return { outcome: 'error', candidates: [], copyAsOf: null };
  const records = recordsByKeys(db, question.database, questionKeys(question));
  const candidates = candidatesAmong(question, records)
    .sort((a, b) => b.score - a.score || (a.recordId < b.recordId ? -1 : 1))
    .slice(0, MAX_CANDIDATES);
  return { outcome: candidates.length > 0 ? 'found' : 'nothing-found', candidates, copyAsOf: copy.asOf };
}

function candidatesAmong(question: CheckQuestion, records: readonly unknown[]): Candidate[] {
  switch (question.database) {
    case 'nominal': {
      const prepared = prepareNominalQuery(question.query);
      return (records as readonly NominalRecord[])
        .map((record) => candidateOf(record, scorePreparedNominal(prepared, record), nominalSummary(record)))
        .filter(({ score }) => score >= lowestNominalScore);
    }
    case 'sltd':
      return (records as readonly SltdRecord[])
        .map((record) => candidateOf(record, scoreSltd(question.query, record), sltdSummary(record)))
        .filter(({ score }) => score > 0);
    case 'vehicle':
      return (records as readonly VehicleRecord[])
        .map((record) => candidateOf(record, scoreVehicle(question.query, record), vehicleSummary(record)))
        .filter(({ score }) => score > 0);
  }
}

const candidateOf = (
  { recordId }: Pick<NominalRecord, 'recordId'>,
  { score, reasons }: { readonly score: number; readonly reasons: readonly Candidate['reasons'][number][] },
  summary: Candidate['summary'],
): Candidate => ({ recordId, score, reasons: [...reasons], summary });
