import { z } from 'zod';

/** Eye colour codes of the INT-I profile; MAR maroon, MUL multicoloured, XXX unknown. */
export const eyeCodes = ['BLK', 'BLU', 'BRO', 'GRY', 'GRN', 'HAZ', 'MAR', 'MUL', 'PNK', 'XXX'] as const;
export const eyeCode = z.enum(eyeCodes);
export type EyeCode = z.infer<typeof eyeCode>;

/** Hair colour codes of the INT-I profile; BAL bald, BLN blond, ONG orange, PLE purple, SDY sandy, XXX unknown. */
export const hairCodes = [
  'BAL',
  'BLK',
  'BLN',
  'BLU',
  'BRO',
  'GRN',
  'GRY',
  'ONG',
  'PLE',
  'PNK',
  'RED',
  'SDY',
  'WHI',
  'XXX',
] as const;
export const hairCode = z.enum(hairCodes);
export type HairCode = z.infer<typeof hairCode>;

/**
 * A code as it stands in a record: published notices use others (BLA, BROH, OTHD), which are kept verbatim
 * instead of being guessed at.
 */
export const describedCode = z.string().trim().min(1).max(16);
