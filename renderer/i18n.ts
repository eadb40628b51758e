import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '#shared/ipc/shell-contract.ts';
import { createFormats } from './ui/formats.ts';

export type Language = Settings['language'];

type Files = Record<string, Record<string, unknown>>;

const loaders: Record<Language, () => Promise<{ readonly texts: Files }>> = {
  en: () => import('./locales/en.ts'),
  fr: () => import('./locales/fr.ts'),
  es: () => import('./locales/es.ts'),
  ar: () => import('./locales/ar.ts'),
};

/** `./fr/cases.json` → `cases`. */
const namespaceOf = (path: string): string => /([a-z-]+)\.json$/.exec(path)?.[1] ?? '';

async function textsOf(language: Language): Promise<Record<string, Record<string, never>>> {
  const { texts } = await loaders[language]();
  return Object.fromEntries(
    Object.entries(texts).map(([path, content]) => [namespaceOf(path), content as Record<string, never>]),
  );
}

/** The lock screen waits for its own language only: the four together are a third of the program. */
export async function startI18n(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: { [language]: await textsOf(language) },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  // `{{size, bytes}}` in a text.
  i18next.services.formatter?.addCached('bytes', (to) => {
    const formats = createFormats(to ?? 'en');
    return (size: unknown) => formats.bytes(Number(size));
  });
  showLanguage(language);
  return i18next;
}

/** Has every language in memory, so that a change shows at once; for a moment in which nobody waits. */
export async function loadAllLanguages(): Promise<void> {
  for (const language of Object.keys(loaders)) await load(language as Language);
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  showLanguage(language);
  await i18next.changeLanguage(language);
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  for (const [namespace, texts] of Object.entries(await textsOf(language)))
    i18next.addResourceBundle(language, namespace, texts);
}

export const directionOf = (language: string) => (language === 'ar' ? 'rtl' : 'ltr');

/** Tells the page its language and direction: fonts, hyphenation, screen readers and logical properties follow. */
function showLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
