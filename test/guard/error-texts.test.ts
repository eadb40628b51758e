import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodes } from '#shared/ipc/error-codes.ts';

const ROOT = join(import.meta.dirname, '../..');
const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;
const PARTS = ['what', 'safe', 'do'] as const;

type Texts = Partial<Record<ErrorCode, Partial<Record<(typeof PARTS)[number], string>>>>;

const textsIn = (language: string) =>
  JSON.parse(readFileSync(join(ROOT, 'renderer/locales', language, 'errors.json'), 'utf8')) as Texts;

/** The whole source of the product, but for the list of codes itself. */
function productSource(): string {
  const files = ['electron', 'shared'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
  );
  const code = files.filter((file) => file.endsWith('.ts') && !file.endsWith('error-codes.ts'));
  return code.map((file) => readFileSync(file, 'utf8')).join('\n');
}

describe('every error a person can meet', () => {
  it.each(LANGUAGES)('says what happened, what is safe and what to do, in %s', (language) => {
    const texts = textsIn(language);
    const missing = errorCodes.flatMap((code) =>
      PARTS.filter((part) => !texts[code]?.[part]?.trim()).map((part) => `${code}.${part}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(LANGUAGES)('is one the core can really answer with: no text in %s is left over', (language) => {
    const known: readonly string[] = errorCodes;
    expect(Object.keys(textsIn(language)).filter((code) => !known.includes(code))).toEqual([]);
  });

  it('stands in the list once, and is used', () => {
    const source = productSource();
    expect(errorCodes.filter((code, at) => errorCodes.indexOf(code) !== at)).toEqual([]);
    expect(errorCodes.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });
});
