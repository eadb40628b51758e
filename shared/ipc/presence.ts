import { z } from 'zod';
import { caseId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** Somebody of the own bureau who has a case open on another workstation. */
export const presentOfficer = z.object({
  officer: z.string(),
  /** What people call the workstation, e.g. UTO-7F3A. */
  workstation: z.string(),
  since: instant,
});
export type PresentOfficer = z.infer<typeof presentOfficer>;

export const presenceEntries = {
  /** Which case is on the screen here; null = none. The bureau's other workstations are told while the line allows it, and nothing is kept. */
  'presence.show': action({
    input: z.object({ caseId: caseId.nullable() }),
    output: z.object({}),
    access: 'case.read',
    audit: 'none',
  }),
  /** Who else has the case open. An empty list without a line says nothing about anybody. */
  'presence.others': query({
    input: z.object({ caseId }),
    output: z.array(presentOfficer),
    access: 'case.read',
    reads: ['presence', 'connection'],
  }),
} as const;
