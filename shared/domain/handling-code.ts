import { z } from 'zod';

/**
 * What a recipient may do with information, least restricted first (the codes SIENA uses):
 * H0 police use · H1 not in court without the owner's consent · H2 not passed on without it · H3 other conditions, written out.
 */
export const handlingCodes = ['H0', 'H1', 'H2', 'H3'] as const;
export const handlingCode = z.enum(handlingCodes);
export type HandlingCode = z.infer<typeof handlingCode>;

/** Whether `a` restricts more than `b`. */
export function isStricterHandling(a: HandlingCode, b: HandlingCode): boolean {
  return handlingCodes.indexOf(a) > handlingCodes.indexOf(b);
}
