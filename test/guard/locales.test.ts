import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../renderer/locales');
const LANGUAGES = ['fr', 'es', 'ar'] as const;

/** Words that are written the same way in both languages; anything else equal to the English text was not translated. */
const SAME_WORD: Readonly<Record<string, readonly string[]>> = {
  fr: [
    'Actions',
    'Administration',
    'Bureau',
    'Chromium',
    'Code',
    'Conversation',
    'Corruption',
    'Description',
    'Document',
    'Documents',
    'Electron',
    'Hub',
    'Laissez-passer',
    'Licence',
    'Message',
    'Messages',
    'Note',
    'Notes',
    'Orange',
    'SHA-256',
    'Sections',
    'Suspect',
    'Type',
    'Urgent',
    'VIN',
    'Visa',
    'message',
    'messages',
    'urgent',
  ],
  es: ['Chromium', 'Electron', 'Hub', 'Normal', 'SHA-256', 'Supervisor', 'VIN', 'bytes'],
  ar: ['Chromium', 'Electron', 'SHA-256'],
};

type Texts = ReadonlyMap<string, string>;

const namespaces = readdirSync(join(FOLDER, 'en')).map((file) => file.replace('.json', ''));

function readTexts(language: string, namespace: string): Texts {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') texts.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(JSON.parse(readFileSync(join(FOLDER, language, `${namespace}.json`), 'utf8')), '');
  return texts;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const variablesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map((found) => found[1]))].sort();
const formsOf = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories;

/** Keys without their plural endings; `isPlural` where the English text has forms. */
function keysOf(english: Texts): readonly { readonly key: string; readonly isPlural: boolean }[] {
  const isPlural = (key: string) => english.has(`${key}_other`);
  const bare = [...english.keys()].map((key) => (isPlural(key.replace(PLURAL, '')) ? key.replace(PLURAL, '') : key));
  return [...new Set(bare)].map((key) => ({ key, isPlural: isPlural(key) }));
}

/** The keys a language has to have. i18next also knows an own text for zero in every language. */
function wantedKeys(english: Texts, language: string): readonly string[] {
  return keysOf(english).flatMap(({ key, isPlural }) =>
    isPlural ? formsOf(language).map((form) => `${key}_${form}`) : [key],
  );
}

const withoutVariables = (text: string) => text.replace(/\{\{.*?\}\}/g, '').trim();
const isSaid = (text: string) => /\p{L}{3}/u.test(withoutVariables(text));

describe.each(['en', ...LANGUAGES])('the texts in %s', (language) => {
  test.each(namespaces)('%s has every key, with the plural forms of the language, and no other', (namespace) => {
    const english = readTexts('en', namespace);
    const texts = readTexts(language, namespace);
    const wanted = wantedKeys(english, language);
    const allowed = new Set([...wanted, ...[...english.keys()].filter((key) => key.endsWith('_zero'))]);
    expect(wanted.filter((key) => !texts.has(key))).toEqual([]);
    expect([...texts.keys()].filter((key) => !allowed.has(key) && !key.endsWith('_zero'))).toEqual([]);
    expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });
});

describe.each(LANGUAGES)('the texts in %s', (language) => {
  test.each(namespaces)('%s fills in the same values as the English texts', (namespace) => {
    const english = readTexts('en', namespace);
    const differing = [...readTexts(language, namespace)].filter(([key, text]) => {
      const model = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
      const wanted = variablesOf(model).filter((name) => name !== 'count' || !PLURAL.test(key));
      const found = variablesOf(text).filter((name) => name !== 'count' || !PLURAL.test(key));
      return JSON.stringify(wanted) !== JSON.stringify(found);
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test.each(namespaces)('%s is translated, not copied', (namespace) => {
    const english = readTexts('en', namespace);
    const copied = [...readTexts(language, namespace)].filter(
      ([key, text]) =>
        english.get(key) === text && isSaid(text) && !SAME_WORD[language]?.includes(withoutVariables(text)),
    );
    expect(copied).toEqual([]);
  });
});

test('every error the core can answer is explained: what happened, what is safe, what to do', () => {
  const errors = JSON.parse(readFileSync(join(FOLDER, 'en/errors.json'), 'utf8')) as Record<string, object>;
  const outbox = JSON.parse(readFileSync(join(FOLDER, 'en/outbox.json'), 'utf8')) as { problem: object };
  const explained = new Set([...Object.keys(errors), ...Object.keys(outbox.problem)]);
  expect(coreErrorCodes().filter((code) => !explained.has(code))).toEqual([]);
  for (const texts of Object.values(errors)) expect(Object.keys(texts).sort()).toEqual(['do', 'safe', 'what']);
});

/** Every `code: '…'` written in the core. What the synchronisation finds is explained in outbox.json, which has its own test. */
function coreErrorCodes(): readonly string[] {
  const core = join(FOLDER, '../../electron/core');
  const sources = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('sync'),
  );
  const codes = sources.flatMap((file) =>
    [...readFileSync(join(core, file), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)].map((found) => found[1] ?? ''),
  );
  return [...new Set(codes)].sort();
}
