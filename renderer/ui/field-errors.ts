import type { z } from 'zod';

/** Why a field cannot be saved as it stands; the texts are common:fieldError.<code> in the locales. */
export interface FieldError {
  readonly code: 'required' | 'too-long' | 'out-of-range' | 'invalid';
  readonly limit: number | null;
}

type Issue = z.core.$ZodIssue;

function limitOf(issue: Issue, key: 'maximum' | 'minimum'): number | null {
  const value = Object.entries(issue).find(([name]) => name === key)?.[1] as unknown;
  return typeof value === 'number' ? value : null;
}

function toFieldError(issue: Issue): FieldError {
  const ofText = 'origin' in issue && (issue.origin === 'string' || issue.origin === 'array');
  if (issue.code === 'too_small' && ofText) return { code: 'required', limit: null };
  if (issue.code === 'too_big' && ofText) return { code: 'too-long', limit: limitOf(issue, 'maximum') };
  if (issue.code === 'too_big') return { code: 'out-of-range', limit: limitOf(issue, 'maximum') };
  if (issue.code === 'too_small') return { code: 'out-of-range', limit: limitOf(issue, 'minimum') };
  if (issue.input === null || issue.input === undefined || issue.input === '') return { code: 'required', limit: null };
  return { code: 'invalid', limit: null };
}

/** `document.number` for a nested field; a problem of one entry belongs to the whole list. */
function fieldOf(issue: Issue): string {
  const entry = issue.path.findIndex((part) => typeof part === 'number');
  return issue.path.slice(0, entry === -1 ? undefined : entry).join('.');
}

/**
 * What keeps the values of a form from being saved, by field: the first problem of each.
 * The rules are the schema's, so that the form and the core never disagree.
 */
export function fieldErrors(schema: z.ZodType, values: unknown): Record<string, FieldError> {
  const parsed = schema.safeParse(values, { reportInput: true });
  if (parsed.success) return {};
  const errors: Record<string, FieldError> = {};
  for (const issue of parsed.error.issues) errors[fieldOf(issue)] ??= toFieldError(issue);
  return errors;
}
