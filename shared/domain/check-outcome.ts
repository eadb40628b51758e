import { z } from 'zod';

/**
 * How a database check ended. Found and nothing-found both mean that the search ran; error and timeout mean that it
 * did not, which is a different thing on screen. Nothing found never means "not stolen" or "not wanted".
 */
export const checkOutcomes = ['pending', 'found', 'nothing-found', 'error', 'timeout'] as const;
export const checkOutcome = z.enum(checkOutcomes);
export type CheckOutcome = z.infer<typeof checkOutcome>;

/** Whether the search was really carried out, so that its silence says something. */
export function checkWasExecuted(outcome: CheckOutcome): boolean {
  return outcome === 'found' || outcome === 'nothing-found';
}
