import type { WriteDb } from '../store/database.ts';
import { checkById, setOnlineAnswer } from '../store/tables/checks.ts';

/**
 * The database will not be asked, or refused to answer: the check says so. "Error" means that nothing was searched.
 * @param problem 'withdrawn', or a code of shared/protocol/answers.ts
 */
export function giveUpOnline(tx: WriteDb, checkId: string, problem: string): void {
  if (checkById(tx, checkId)?.onlineOutcome !== 'pending') return;
  setOnlineAnswer(tx, checkId, {
    onlineOutcome: 'error',
    onlineCandidates: [],
    onlineAsOf: null,
    onlineAnsweredAt: null,
    onlineProblem: problem,
  });
}

/** The question is asked once more: it is open again. */
export function askOnlineAgain(tx: WriteDb, checkId: string): void {
  if (checkById(tx, checkId)?.onlineAnsweredAt !== null) return;
  setOnlineAnswer(tx, checkId, {
    onlineOutcome: 'pending',
    onlineCandidates: [],
    onlineAsOf: null,
    onlineAnsweredAt: null,
    onlineProblem: null,
  });
}
