import type { z } from 'zod';
import { type CheckedForm, useCheckedForm } from './use-checked-form.ts';
import { type DraftState, useDraft } from './use-draft.ts';

interface DraftedForm<V> {
  /** Unique for the form and what it is about, e.g. `case.new`. */
  readonly key: string;
  /** What has to hold before it can be saved. */
  readonly rules: z.ZodType;
  /** What the form can hold while it is being filled in. */
  readonly shape: z.ZodType<V>;
  readonly initial: V;
}

/** A form checked field by field whose typing is sealed as a draft and comes back after a lock or a crash. */
export function useDraftedForm<V extends Record<string, unknown>>({
  key,
  rules,
  shape,
  initial,
}: DraftedForm<V>): {
  readonly form: CheckedForm<V>;
  readonly draft: DraftState;
} {
  const form = useCheckedForm(rules, initial);
  const draft = useDraft(key, shape, form.values, (kept) => form.setValues(kept));
  return { form, draft };
}
