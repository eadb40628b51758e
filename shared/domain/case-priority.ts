import { z } from 'zod';

/** How soon a case wants work, highest first (the order of lists). */
export const casePriorities = ['critical', 'high', 'normal', 'low'] as const;
export const casePriority = z.enum(casePriorities);
export type CasePriority = z.infer<typeof casePriority>;
