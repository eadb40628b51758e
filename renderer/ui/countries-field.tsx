import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { countryChoices, countryName, type Language } from '#shared/domain/countries.ts';

interface CountriesFieldProps extends Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> {
  readonly value: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
}

/** Several countries by name or code; codes are those of travel documents (ICAO 9303-3 §5), unknown ones stay as they are. */
export function CountriesField({ value, onChange, ...rest }: CountriesFieldProps) {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  const data = useMemo(() => {
    const known = countryChoices(language).map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
    const codes = new Set(known.map((choice) => choice.value));
    const others = value.filter((code) => !codes.has(code));
    return [...known, ...others.map((code) => ({ value: code, label: countryName(code, language) ?? code }))];
  }, [language, value]);
  return (
    <MultiSelect
      data={data}
      value={[...value]}
      onChange={onChange}
      searchable
      hidePickedOptions
      limit={50}
      clearable
      {...rest}
    />
  );
}
