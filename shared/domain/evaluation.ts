import { z } from 'zod';

/** Reliability of a source, as SIENA: A no doubt · B mostly reliable · C mostly unreliable · X cannot be assessed. */
export const sourceEvaluations = ['A', 'B', 'C', 'X'] as const;
export const sourceEvaluation = z.enum(sourceEvaluations);
export type SourceEvaluation = z.infer<typeof sourceEvaluation>;

/** Accuracy of information, as SIENA: 1 certain · 2 known to the source · 3 not known, corroborated · 4 not known, not corroborated. */
export const informationEvaluations = ['1', '2', '3', '4'] as const;
export const informationEvaluation = z.enum(informationEvaluations);
export type InformationEvaluation = z.infer<typeof informationEvaluation>;
