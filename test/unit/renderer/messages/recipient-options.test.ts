import { describe, expect, it } from 'vitest';
import { matchingOptions, recipientOptions } from '../../../../renderer/features/messages/recipient-options.ts';
import type { Bureau } from '../../../../renderer/ui/bureau-name.ts';

const bureau = (code: string, names: Record<string, string>, more: Partial<Bureau> = {}): Bureau => ({
  code,
  role: 'national-central-bureau',
  names,
  own: false,
  reachable: true,
  keyFingerprint: null,
  ...more,
});

const bureaus = [
  bureau('UTO', { en: 'Utopia' }, { own: true }),
  bureau('ZUB', { en: 'Zubrovia', fr: 'Zubrovie' }),
  bureau('RUR', { en: 'Ruritania', fr: 'Ruritanie' }),
  bureau('CIV', { en: 'Ivory Strand', fr: 'Côte d’Ivoire Nouvelle' }, { reachable: false }),
];

describe('the bureaus that can be chosen', () => {
  it('are named in the reader’s language with their code, in its order, without one’s own', () => {
    const labels = recipientOptions(bureaus, [], 'fr').map(({ label }) => label);
    expect(labels).toEqual(['Ruritanie (RUR)', 'Zubrovie (ZUB)', 'Côte d’Ivoire Nouvelle (CIV)']);
  });

  it('show a bureau without a key, last and not to be chosen', () => {
    expect(recipientOptions(bureaus, [], 'en').at(-1)).toMatchObject({
      value: 'CIV',
      disabled: true,
      reachable: false,
    });
  });

  it('let a bureau be taken out that lost its key after it was chosen', () => {
    expect(recipientOptions(bureaus, ['CIV'], 'en').at(-1)).toMatchObject({ value: 'CIV', disabled: false });
  });
});

describe('typing among the recipients', () => {
  const found = (typed: string) =>
    matchingOptions(recipientOptions(bureaus, [], 'fr'), typed).map(({ value }) => value);

  it('finds by code, by any word of the name, without accents or capitals', () => {
    expect(found('rur')).toEqual(['RUR']);
    expect(found('cote')).toEqual(['CIV']);
    expect(found('ivoire cote')).toEqual(['CIV']);
  });

  it('shows all where nothing was typed, and none where nothing matches', () => {
    expect(found(' ')).toHaveLength(3);
    expect(found('brovie')).toEqual([]);
  });
});
