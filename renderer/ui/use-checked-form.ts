import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type FieldError, fieldErrors } from './field-errors.ts';

export type CheckedForm<V> = UseFormReturnType<V>;

type InputProps = ReturnType<UseFormReturnType<object>['getInputProps']>;

/** Gives the props of one field's input: fields can stand in any form, under any path. */
export type InputOf<F> = (
  field: F,
  options?: { readonly type?: 'checkbox' },
) => InputProps & Required<Pick<InputProps, 'value' | 'onChange'>>;

/** The inputs of a form's fields, or of those under a path such as `document.`. */
export const inputsOf =
  <V>(form: UseFormReturnType<V>, path = ''): InputOf<string> =>
  (field, options) => ({ value: undefined, ...form.getInputProps(`${path}${field}`, options) });

/** A form whose rules are a schema of the contract; each field is checked as one leaves it. */
export function useCheckedForm<V extends Record<string, unknown>>(schema: z.ZodType, initialValues: V): CheckedForm<V> {
  const { t } = useTranslation('common');
  const text = ({ code, limit }: FieldError) => t(`fieldError.${code}`, { limit });
  return useForm<V>({
    mode: 'controlled',
    initialValues,
    validateInputOnBlur: true,
    validate: (values: V) =>
      Object.fromEntries(Object.entries(fieldErrors(schema, values)).map(([field, error]) => [field, text(error)])),
  });
}
