import { describe, expect, it } from 'vitest';
import { visibilityAccess, visibilityFields } from '#shared/domain/field-visibility.ts';
import { precisionCodes, precisionFields } from '#shared/domain/precision-check.ts';
import { waitReason } from '#shared/ipc/outbox.ts';
import { answerCodes, isDecided } from '#shared/protocol/answers.ts';
import { messageSubject } from '#shared/protocol/message-body.ts';
import arMessages from '../../renderer/locales/ar/messages.json' with { type: 'json' };
import arOutbox from '../../renderer/locales/ar/outbox.json' with { type: 'json' };
import enMessages from '../../renderer/locales/en/messages.json' with { type: 'json' };
import enOutbox from '../../renderer/locales/en/outbox.json' with { type: 'json' };
import esMessages from '../../renderer/locales/es/messages.json' with { type: 'json' };
import esOutbox from '../../renderer/locales/es/outbox.json' with { type: 'json' };
import frMessages from '../../renderer/locales/fr/messages.json' with { type: 'json' };
import frOutbox from '../../renderer/locales/fr/outbox.json' with { type: 'json' };

type Texts = { readonly [key: string]: string | Texts };

const messages: Record<string, Texts> = { en: enMessages, fr: frMessages, es: esMessages, ar: arMessages };
const outbox: Record<string, Texts> = { en: enOutbox, fr: frOutbox, es: esOutbox, ar: arOutbox };
const languages = ['en', 'fr', 'es', 'ar'];

const keysOf = (texts: Texts | string | undefined) => (typeof texts === 'object' ? Object.keys(texts).toSorted() : []);

/** Problems this machine finds by itself, before or after the hub has decided. */
const ownProblems = [
  'cannot-be-made',
  'cannot-open',
  'file-damaged',
  'no-key',
  're-enrolled',
  'restored',
  'sender-revoked',
  'timeout',
  'unknown',
];
/** Decided codes that answer enrolment and never an item of the outbox. */
const enrolmentOnly = /^code-|^bureau-key-(exists|missing)$|^accepted$/;

describe.each(languages)('the texts in %s', (language) => {
  it('say every finding of the precision check, and name every field it can point to', () => {
    expect(keysOf(messages[language]?.finding)).toEqual([...precisionCodes].toSorted());
    expect(precisionFields).toHaveLength(12);
  });

  it('name every part of a message and every way of seeing it', () => {
    const readers = messages[language]?.readers as Texts;
    expect(keysOf(readers.field)).toEqual([...visibilityFields].toSorted());
    expect(keysOf(readers.access)).toEqual([...visibilityAccess.options].toSorted());
  });

  it('name every field of a person, document or vehicle that can be sent', () => {
    const fields = messageSubject.options
      .flatMap((option) => Object.keys(option.shape))
      .filter((name) => name !== 'type');
    expect(keysOf(messages[language]?.field)).toEqual([...new Set(fields)].toSorted());
  });

  it('say why an item waits, for every reason', () => {
    const shown = keysOf(outbox[language]?.reason);
    expect(shown).toEqual([...waitReason.options, 'no-network-now', 'uploading-files-progress'].toSorted());
  });

  it('say of every problem what happened, what is safe and what to do', () => {
    const problems = outbox[language]?.problem as Texts;
    const decided = answerCodes.filter((code) => isDecided(code) && !enrolmentOnly.test(code));
    expect(keysOf(problems)).toEqual([...decided, ...ownProblems].toSorted());
    for (const code of keysOf(problems)) expect(keysOf(problems[code])).toEqual(['do', 'safe', 'what']);
  });
});

/** Every text by its path; the forms of a plural share one. */
function flat(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[`${path}${key}`, text] as [string, string]] : flat(text, `${path}${key}.`),
  );
}

const withoutForm = (path: string) => path.replace(/_(zero|one|two|few|many|other)$/, '');
const pluralsOf = (texts: Texts) =>
  new Set(flat(texts).flatMap(([path]) => (path.endsWith('_other') ? [withoutForm(path)] : [])));
const holesOf = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).toSorted();

describe.each([
  ['messages', messages],
  ['outbox', outbox],
])('the texts of %s', (_name, all) => {
  const english = flat(all.en ?? {});
  const plurals = pluralsOf(all.en ?? {});

  it.each(languages)('are the same set in %s as in English, none empty', (language) => {
    const paths = flat(all[language] ?? {}).map(([path]) => withoutForm(path));
    expect([...new Set(paths)].toSorted()).toEqual([...new Set(english.map(([path]) => withoutForm(path)))].toSorted());
    for (const [, text] of flat(all[language] ?? {})) expect(text.trim()).not.toBe('');
  });

  it.each(languages)('have every plural form that %s has, and no other', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const paths = flat(all[language] ?? {}).map(([path]) => path);
    for (const plural of plurals) {
      const found = paths.filter((path) => withoutForm(path) === plural);
      expect(found.toSorted()).toEqual(forms.map((form) => `${plural}_${form}`).toSorted());
    }
  });

  it.each(languages)('are filled in with the same facts in %s as in English', (language) => {
    const translated = new Map(flat(all[language] ?? {}));
    for (const [path, text] of english) {
      // "One message", "two messages" may be said without the figure.
      if (plurals.has(withoutForm(path)) && !path.endsWith('_other')) continue;
      expect([path, holesOf(translated.get(path) ?? '')]).toEqual([path, holesOf(text)]);
    }
  });
});
