import type { CheckOutcome } from '#shared/domain/check-outcome.ts';

/**
 * Which of a check's two answers a short line shows. Found anywhere is what must be seen; else the database's own word counts,
 * and while it is open, that: a copy in which nothing was found settles nothing.
 */
export function foremostOutcome(local: CheckOutcome, online: CheckOutcome): CheckOutcome {
  return local === 'found' && online !== 'nothing-found' ? 'found' : online;
}
