import { z } from 'zod';

/** Reference databases a check can run against; which of them a bureau may use is configuration. */
export const databaseKinds = ['nominal', 'sltd', 'vehicle'] as const;
export const databaseKind = z.enum(databaseKinds);
export type DatabaseKind = z.infer<typeof databaseKind>;
