import { z } from 'zod';

/** What a person is in a case. */
export const personRoles = [
  'suspect',
  'charged',
  'convicted',
  'wanted',
  'missing',
  'victim',
  'witness',
  'associate',
  'relative',
  'complainant',
  'unidentified-person',
  'unidentified-body',
  'other',
] as const;
export const personRole = z.enum(personRoles);
export type PersonRole = z.infer<typeof personRole>;
