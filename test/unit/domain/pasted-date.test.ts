import { describe, expect, it } from 'vitest';
import { parsePastedDate } from '#shared/domain/pasted-date.ts';

describe('a pasted date', () => {
  it.each([
    ['1980', '1980'],
    [' 1980-04 ', '1980-04'],
    ['1980/4/3', '1980-04-03'],
    ['1980/04', '1980-04'],
    ['19800403', '1980-04-03'],
    ['4/1980', '1980-04'],
    ['23.04.1980', '1980-04-23'],
    ['04/23/1980', '1980-04-23'],
    ['04-04-1980', '1980-04-04'],
    ['00/00/1980', '1980'],
    ['XX.XX.1980', '1980'],
    ['1980-00-00', '1980'],
    ['3 April 1980', '1980-04-03'],
    ['April 3rd, 1980', '1980-04-03'],
    ['03 APR 1980', '1980-04-03'],
    ['1er août 1980', '1980-08-01'],
    ['3 aout 1980', '1980-08-03'],
    ['3 de abril de 1980', '1980-04-03'],
    ['April 1980', '1980-04'],
    ['٣ أبريل ١٩٨٠', '1980-04-03'],
    ['3 كانون الأول 1980', '1980-12-03'],
    ['۲۳/۰۴/۱۹۸۰', '1980-04-23'],
    ['１９８０年'.slice(0, 4), '1980'],
  ])('%s is read as %s', (text, expected) => {
    const parsed = parsePastedDate(text);
    expect(parsed).toEqual({ ok: true, value: { readings: [expected], ambiguous: false } });
  });

  it.each(['03/04/1980', '3.4.1980', '03-04-1980'])('%s is offered both ways, day first', (text) => {
    const parsed = parsePastedDate(text);
    expect(parsed).toEqual({ ok: true, value: { readings: ['1980-04-03', '1980-03-04'], ambiguous: true } });
  });

  it.each([
    ['31/04/1980', 'no-such-day'],
    ['29 February 1981', 'no-such-day'],
    ['03/04/80', 'two-digit-year'],
    ['3 April 80', 'two-digit-year'],
    ['tomorrow', 'not-a-date'],
    ['', 'not-a-date'],
    ['12', 'not-a-date'],
    ['1/2/3/1980', 'not-a-date'],
    ['1980-04-03 extra words', 'not-a-date'],
  ])('%s is refused as %s', (text, problem) => {
    expect(parsePastedDate(text)).toEqual({ ok: false, error: problem });
  });
});
