/** Countries as ISO 3166 and as travel documents write them, and their names in the four official languages. */
import { alpha2ToAlpha3, alpha3ToAlpha2, getAlpha2Codes, getName, registerLocale } from 'i18n-iso-countries/index.js';
import arabic from 'i18n-iso-countries/langs/ar.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import spanish from 'i18n-iso-countries/langs/es.json' with { type: 'json' };
import french from 'i18n-iso-countries/langs/fr.json' with { type: 'json' };
import { travelDocumentCodes } from './travel-document-codes.ts';

for (const locale of [english, french, spanish, arabic]) registerLocale(locale);

export const languages = ['en', 'fr', 'es', 'ar'] as const;
export type Language = (typeof languages)[number];

/** Codes the public notices use for countries that have no ISO code; nothing more is known about them. */
const unnamedNoticeCodes = ['914', '922'];

const travelCodeOfIso2: Readonly<Record<string, string>> = { DE: 'D', XK: 'RKS' };

/** ISO 3166-1 two letters of any code a record may hold (two or three letters, ICAO), or null where there is none. */
export function toIso2(code: string): string | null {
  if (code.length === 2) return alpha2ToAlpha3(code) ? code : null;
  return travelDocumentCodes[code]?.iso2 ?? alpha3ToAlpha2(code) ?? null;
}

/** The code as printed on travel documents (ICAO 9303-3 §5): `DE` and `DEU` become `D`; null where unknown. */
export function toTravelCode(code: string): string | null {
  if (travelDocumentCodes[code]) return code;
  const iso2 = toIso2(code);
  return iso2 === null ? null : (travelCodeOfIso2[iso2] ?? alpha2ToAlpha3(iso2) ?? null);
}

/** Whether travel documents carry this code; `DEU` is not printed by Germany but is not wrong either. */
export function isTravelDocumentState(code: string): boolean {
  return code in travelDocumentCodes || (code.length === 3 && alpha3ToAlpha2(code) !== undefined);
}

/** Whether two codes, each in any of the systems, mean the same country or organisation. */
export function isSameCountry(a: string, b: string): boolean {
  return a === b || (toIso2(a) ?? a) === (toIso2(b) ?? b);
}

/** The name in one of the four languages; null where the code is not known, so that the code itself is shown. */
export function countryName(code: string, language: Language): string | null {
  if (unnamedNoticeCodes.includes(code)) return null;
  const special = travelDocumentCodes[code];
  if (special) return special[language];
  const iso2 = toIso2(code);
  return (iso2 && getName(iso2, language)) ?? null;
}

export interface CountryChoice {
  /** As printed on travel documents. */
  readonly code: string;
  readonly iso2: string | null;
  readonly name: string;
}

/** All countries and organisations that issue documents, sorted by name as the language sorts. */
export function countryChoices(language: Language): CountryChoice[] {
  const codes = new Set([
    ...Object.keys(getAlpha2Codes()).map((iso2) => toTravelCode(iso2)),
    ...Object.keys(travelDocumentCodes),
  ]);
  return [...codes]
    .flatMap((code) => {
      const name = code && countryName(code, language);
      return name ? [{ code, iso2: toIso2(code), name }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, language));
}
