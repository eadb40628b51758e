import { z } from 'zod';
import type { CrimeArea } from './crime-area.ts';

/** The three programmes over the crime areas. */
export const programmes = ['counter-terrorism', 'organized-and-emerging-crime', 'cybercrime'] as const;
export const programme = z.enum(programmes);
export type Programme = z.infer<typeof programme>;

/** The programme a case is counted under by default: data of this product, which a bureau may overrule per case. */
const programmeByCrimeArea: Partial<Record<CrimeArea, Programme>> = {
  terrorism: 'counter-terrorism',
  cybercrime: 'cybercrime',
};

/** The programme that a case of this crime area belongs to unless its bureau says otherwise. */
export function defaultProgramme(area: CrimeArea): Programme {
  return programmeByCrimeArea[area] ?? 'organized-and-emerging-crime';
}
