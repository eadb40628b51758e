import { useTranslation } from 'react-i18next';
import { countryName, type Language } from '#shared/domain/countries.ts';

/** Name and code of a country; the code alone where nothing more is known about it. */
export function useCountryName(): (code: string) => string {
  const { i18n } = useTranslation();
  return (code) => {
    const name = countryName(code, i18n.language as Language);
    return name === null ? code : `${name} (${code})`;
  };
}
