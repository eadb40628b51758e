import { describe, expect, it } from 'vitest';
import {
  likelyNominalScore,
  nominalQueryKeys,
  nominalRecordKeys,
  scoreNominal,
} from '#shared/domain/nominal-matching.ts';
import { nominalRecord } from '#shared/domain/reference-records.ts';
import { nominalQuery } from '#shared/domain/reference-search.ts';

const record = nominalRecord.parse({
  recordId: 'n-1',
  name: 'OLDENFELDT',
  forename: 'Karin',
  birthName: 'Brückmann',
  aliases: ['Katja Vinter'],
  sex: 'F',
  birthDate: '1980-04-03',
  nationalities: ['DE', 'SE'],
});
const ask = (query: object) => scoreNominal(nominalQuery.parse(query), record);

describe('a search for a person', () => {
  it('gives full score and all reasons where everything agrees', () => {
    const found = ask({ name: 'Oldenfeldt', forename: 'Karin', birthDate: '1980-04-03', sex: 'F', nationality: 'D' });
    expect(found).toEqual({ score: 1, reasons: ['name-exact', 'birth-date-equal', 'sex-equal', 'nationality-equal'] });
  });

  it('finds a person by alias and by birth name, and says which', () => {
    expect(ask({ name: 'Vinter, Katja' }).reasons).toContain('matched-alias');
    expect(ask({ name: 'Brueckmann', forename: 'Karin' }).reasons).toContain('matched-birth-name');
  });

  it('ranks the birth date: equal, year only, day and month exchanged, typing error, another one', () => {
    const dates = ['1980-04-03', '1980', '1980-03-04', '1980-04-08', '1961-11-30'];
    const scores = dates.map((birthDate) => ask({ name: 'Karin Oldenfeldt', birthDate }).score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(5);
  });

  it('no longer calls it likely where the name is only similar and the birth date is another', () => {
    const found = ask({ name: 'Karin Oldenfelt', birthDate: '1961-11-30' });
    expect(found.score).toBeLessThan(likelyNominalScore);
    expect(found.reasons).toContain('birth-date-different');
  });

  it('does not hold an unknown sex against anybody', () => {
    expect(ask({ name: 'Karin Oldenfeldt', sex: 'X' }).score).toBe(1);
    expect(ask({ name: 'Karin Oldenfeldt', sex: 'M' }).reasons).toContain('sex-different');
  });

  it('ranks an exact name above a similar one with the same other facts', () => {
    const facts = { birthDate: '1980', nationality: 'SE' };
    const exact = ask({ name: 'Karin Oldenfeldt', ...facts }).score;
    for (const name of ['Karin Oldenfeld', 'Karin A. Oldenfeldt', 'K Oldenfeldt', 'Oldenfeldt Karin']) {
      expect(ask({ name, ...facts }).score, name).toBeLessThan(exact);
    }
  });

  it('looks up by keys that every spelling shares with the record', () => {
    const stored = new Set(nominalRecordKeys(record));
    for (const name of ['karin oldenfeldt', 'Oldenfelt', 'Aldenfeldt', 'Katia Winter', 'BRUCKMAN']) {
      expect(
        nominalQueryKeys(nominalQuery.parse({ name })).some((key) => stored.has(key)),
        name,
      ).toBe(true);
    }
  });
});
