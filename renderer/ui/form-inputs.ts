/**
 * Inputs for the fields of a form (see use-checked-form.ts), drawn again only when something of theirs changed. A form hands new
 * handlers to every field at each key; they do the same as before, so that they are no reason to draw twenty fields again: what a
 * person or a document reader types must never run behind. Not for handlers that close over anything but the form.
 */
import { NumberInput, Select, type SelectProps, TagsInput, Textarea, TextInput } from '@mantine/core';
import { memo } from 'react';
import { CountriesField } from './countries-field.tsx';
import { CountryField } from './country-field.tsx';
import { MrzField } from './mrz-field.tsx';
import { PartialDateField } from './partial-date-field.tsx';
import { sameButHandlers } from './same-but-handlers.ts';
import { WordSelect } from './word-select.tsx';

export const FormText = memo(TextInput, sameButHandlers);
export const FormTextarea = memo(Textarea, sameButHandlers);
export const FormNumber = memo(NumberInput, sameButHandlers);
export const FormTags = memo(TagsInput, sameButHandlers);
export const FormSelect = memo<SelectProps>(Select, sameButHandlers);
export const FormWordSelect = memo(WordSelect, sameButHandlers) as typeof WordSelect;
export const FormDate = memo(PartialDateField, sameButHandlers);
export const FormCountry = memo(CountryField, sameButHandlers);
export const FormCountries = memo(CountriesField, sameButHandlers);
export const FormMrz = memo(MrzField, sameButHandlers);
