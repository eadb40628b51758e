import { describe, expect, it } from 'vitest';
import {
  countryChoices,
  countryName,
  isSameCountry,
  languages,
  toIso2,
  toTravelCode,
} from '#shared/domain/countries.ts';

describe('countries', () => {
  it('knows the one-letter code that Germany prints', () => {
    expect(toTravelCode('DE')).toBe('D');
    expect(toTravelCode('DEU')).toBe('D');
    expect(toIso2('D')).toBe('DE');
    expect(countryName('D', 'fr')).toBe('Allemagne');
  });

  it('compares codes of different systems', () => {
    expect(isSameCountry('FRA', 'FR')).toBe(true);
    expect(isSameCountry('GBN', 'GB')).toBe(true);
    expect(isSameCountry('XPO', 'XPO')).toBe(true);
    expect(isSameCountry('914', '922')).toBe(false);
    expect(isSameCountry('FR', 'BEL')).toBe(false);
  });

  it('names every code in each of the four languages, in its own script', () => {
    for (const language of languages) {
      const choices = countryChoices(language);
      expect(choices.length).toBeGreaterThan(250);
      expect(new Set(choices.map((choice) => choice.code)).size).toBe(choices.length);
    }
    expect(countryName('XXA', 'ar')).toMatch(/\p{Script=Arabic}/u);
    expect(countryName('ES', 'es')).toBe('España');
  });

  it('has no name for what is not known, so that the code itself is shown', () => {
    expect(countryName('914', 'en')).toBeNull();
    expect(countryName('QQQ', 'en')).toBeNull();
    expect(toIso2('922')).toBeNull();
    expect(toTravelCode('ZZ')).toBeNull();
  });
});
