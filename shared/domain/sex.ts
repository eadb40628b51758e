import { z } from 'zod';

/** F female · M male · X other or unspecified in the document · U unknown, which is a value and not a gap. */
export const sexes = ['F', 'M', 'X', 'U'] as const;
export const sex = z.enum(sexes);
export type Sex = z.infer<typeof sex>;
