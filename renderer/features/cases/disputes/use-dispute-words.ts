import { useTranslation } from 'react-i18next';
import { partialDate as partialDateSchema } from '#shared/domain/partial-date.ts';
import type { Conflict } from '#shared/ipc/conflicts.ts';
import { useCountryName } from '../../../ui/use-country-name.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords, type WordList } from '../../../ui/use-words.ts';

type Kind = Conflict['kind'];

const namespaces: Readonly<Record<Kind, string>> = {
  case: 'cases:field',
  person: 'persons:field',
  document: 'objects:document',
  vehicle: 'objects:vehicle',
};

/** Which fields hold codes, and of which list. */
const lists: Readonly<Record<string, WordList>> = {
  crimeArea: 'crimeArea',
  priority: 'casePriority',
  purpose: 'purpose',
  handling: 'handlingCode',
  status: 'caseStatus',
  sex: 'sex',
  eyes: 'eyeCode',
  hair: 'hairCode',
  type: 'documentType',
};

const countries = ['nationalities', 'issuingCountry', 'plateCountry'];
const dates = ['birthDate', 'issueDate', 'expiryDate'];
const named = (value: unknown): value is { readonly name: string } =>
  typeof value === 'object' && value !== null && 'name' in value;

/** What people wrote has a direction of its own; what stands in the reader's words has the page's. */
const directionOf = (field: string): 'auto' | undefined =>
  field.startsWith('person:') || field in lists || countries.includes(field) || dates.includes(field)
    ? undefined
    : 'auto';

/** A disputed field and its values in the reader's words. */
export function useDisputeWords() {
  const { t } = useTranslation(['cases', 'persons', 'objects']);
  const word = useWords();
  const country = useCountryName();
  const { list, partialDate } = useFormats();

  const label = ({ kind, field, about }: Pick<Conflict, 'kind' | 'field' | 'about'>): string =>
    field.startsWith('person:')
      ? t('cases:dispute.inCase', { field: t('persons:field.role'), name: about ?? '' })
      : t(`${namespaces[kind]}.${field}` as 'cases:field.title', { defaultValue: field });

  const dateText = (value: string): string => {
    const date = partialDateSchema.safeParse(value);
    return date.success ? partialDate(date.data) : value;
  };

  const text = (field: string, value: string): string => {
    if (field.startsWith('person:')) return word('personRole', value);
    if (countries.includes(field)) return country(value);
    if (dates.includes(field)) return dateText(value);
    const of = lists[field];
    return of ? word(of, value) : value;
  };

  const shown = (field: string, value: unknown): string => {
    if (named(value)) return value.name;
    if (Array.isArray(value) && value.length > 0) return list(value.map((one) => text(field, String(one))));
    if (typeof value === 'boolean') return t(value ? 'cases:dispute.yes' : 'cases:dispute.no');
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? text(field, value) : t('cases:dispute.none');
  };

  return { label, shown, directionOf };
}
