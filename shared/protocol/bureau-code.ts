import { z } from 'zod';

/** Code of a bureau, e.g. `UTO`: 2 to 8 capital letters and digits, beginning with a letter. */
export const bureauCodePattern = /^[A-Z][A-Z0-9]{1,7}$/;
export const bureauCode = z.string().regex(bureauCodePattern).brand<'BureauCode'>();

export type BureauCode = z.infer<typeof bureauCode>;
