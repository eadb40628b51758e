/**
 * The life of a case.
 *
 *   open ──start──► in-progress ──suspend──► suspended
 *    │                ▲     ▲                  │
 *    │              start   └─────resume───────┘
 *    │                │
 *    │             reopened ◄──reopen── closed
 *    │
 *    └─ open and reopened can be suspended too; every status but closed can be closed
 *
 * A closed case is never edited: it is reopened first, so that the file shows why it was taken up again.
 */
import { z } from 'zod';

export const caseStatuses = ['open', 'in-progress', 'suspended', 'closed', 'reopened'] as const;
export const caseStatus = z.enum(caseStatuses);
export type CaseStatus = z.infer<typeof caseStatus>;

export const caseMoves = ['start', 'suspend', 'resume', 'close', 'reopen'] as const;
export const caseMove = z.enum(caseMoves);
export type CaseMove = z.infer<typeof caseMove>;

interface CaseMoveRule {
  readonly from: readonly CaseStatus[];
  readonly to: CaseStatus;
  /** The person who makes the move writes down why. */
  readonly needsReason: boolean;
}

export const caseMoveRules: Record<CaseMove, CaseMoveRule> = {
  start: { from: ['open', 'reopened'], to: 'in-progress', needsReason: false },
  suspend: { from: ['open', 'in-progress', 'reopened'], to: 'suspended', needsReason: true },
  resume: { from: ['suspended'], to: 'in-progress', needsReason: false },
  close: { from: ['open', 'in-progress', 'suspended', 'reopened'], to: 'closed', needsReason: true },
  reopen: { from: ['closed'], to: 'reopened', needsReason: true },
};

/** The status after a move, or null where the move is not allowed from here. */
export function moveCase(from: CaseStatus, move: CaseMove): CaseStatus | null {
  const rule = caseMoveRules[move];
  return rule.from.includes(from) ? rule.to : null;
}

/** The moves a person can make from this status, in the order they are offered. */
export function allowedCaseMoves(from: CaseStatus): CaseMove[] {
  return caseMoves.filter((move) => caseMoveRules[move].from.includes(from));
}

/** Whether one status may follow another by some move (what a store or a merge checks). */
export function canFollowCaseStatus(from: CaseStatus, to: CaseStatus): boolean {
  return caseMoves.some((move) => moveCase(from, move) === to);
}

/** Whether persons, objects, notes and messages may still be added. */
export function isCaseWritable(status: CaseStatus): boolean {
  return status !== 'closed';
}
