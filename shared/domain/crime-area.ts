import { z } from 'zod';

/** Crime areas a case, message or notice is filed under: a seed list of stable codes; labels live in the locales. */
export const crimeAreas = [
  'corruption',
  'counterfeit-currency',
  'crimes-against-children',
  'cultural-heritage',
  'cybercrime',
  'drugs',
  'environmental',
  'financial',
  'firearms',
  'human-trafficking',
  'illicit-goods',
  'maritime',
  'organized-crime',
  'people-smuggling',
  'terrorism',
  'vehicle-crime',
  'war-crimes',
] as const;

export const crimeArea = z.enum(crimeAreas);
export type CrimeArea = z.infer<typeof crimeArea>;
