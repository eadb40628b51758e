import { z } from 'zod';

/** Why data are processed: the closed list of RPD Art. 10. Every record, query and message carries one. */
export const purposes = [
  'search-wanted-person',
  'obtain-information',
  'warn',
  'identify-person-or-body',
  'forensic',
  'security-check',
  'trend-analysis',
] as const;
export const purpose = z.enum(purposes);
export type Purpose = z.infer<typeof purpose>;
