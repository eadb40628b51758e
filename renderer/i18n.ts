import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '#shared/ipc/shell-contract.ts';

export type Language = Settings['language'];

type Texts = Record<string, unknown>;

const files = import.meta.glob<Texts>('./locales/*/*.json', { eager: true, import: 'default' });

/** `./locales/fr/cases.json` → `fr`, `cases`. */
function placeOf(path: string): readonly [string, string] {
  const [, language = '', namespace = ''] = /\/([a-z]{2})\/([a-z-]+)\.json$/.exec(path) ?? [];
  return [language, namespace];
}

function allTexts(): Record<string, Record<string, Texts>> {
  const texts: Record<string, Record<string, Texts>> = {};
  for (const [path, content] of Object.entries(files)) {
    const [language, namespace] = placeOf(path);
    texts[language] = { ...texts[language], [namespace]: content };
  }
  return texts;
}

/** Every language is on the machine and in memory, so that a change of language shows at once. */
export async function startI18n(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: allTexts() as Record<string, Record<string, never>>,
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  showLanguage(language);
  return i18next;
}

export const directionOf = (language: string) => (language === 'ar' ? 'rtl' : 'ltr');

/** Tells the page its language and direction: fonts, hyphenation, screen readers and logical properties follow. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
