import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { countryChoices, countryName, type Language } from '#shared/domain/countries.ts';

interface CountryFieldProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  /** Code of a travel document (ICAO 9303-3 §5); an unknown one stays as it is. */
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
}

/** A country by its name in the reader's language or by its code. */
export function CountryField({ value, onChange, ...rest }: CountryFieldProps) {
  const { t, i18n } = useTranslation('ui');
  const language = i18n.language as Language;
  const data = useMemo(() => {
    const known = countryChoices(language).map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
    if (value === null || value === '' || known.some((choice) => choice.value === value)) return known;
    return [...known, { value, label: countryName(value, language) ?? value }];
  }, [language, value]);
  return (
    <Select
      data={data}
      value={value === '' ? null : value}
      onChange={onChange}
      searchable
      selectFirstOptionOnChange
      limit={50}
      clearable={!rest.required}
      placeholder={t('country.search')}
      nothingFoundMessage={t('country.none')}
      {...rest}
    />
  );
}
