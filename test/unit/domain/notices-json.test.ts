import { describe, expect, it } from 'vitest';
import { parseNotice, parseNoticeList } from '#shared/domain/notices-json.ts';

/** Invented, in the shape of the public service. */
const red = {
  entity_id: '2099/1',
  forename: 'JANE',
  name: 'DOE',
  date_of_birth: '1980/01/02',
  sex_id: 'F',
  nationalities: ['GB'],
  height: 1.7,
  weight: 0,
  eyes_colors_id: ['BRO'],
  hairs_id: null,
  arrest_warrants: [{ issuing_country_id: 'GB', charge: 'Synthetic test charge', charge_translation: null }],
};

function read(json: unknown, kind: 'red' | 'yellow' | 'un' = 'red') {
  const parsed = parseNotice(json, kind);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe('a public notice', () => {
  it('is read with all its fields', () => {
    expect(read(red)).toMatchObject({
      unread: [],
      record: {
        recordId: 'red:2099/1',
        entityId: '2099/1',
        name: 'DOE',
        forename: 'JANE',
        birthDate: '1980-01-02',
        sex: 'F',
        nationalities: ['GB'],
        height: 1.7,
        eyes: ['BRO'],
        hair: [],
        warrants: [{ issuingCountry: 'GB', charge: 'Synthetic test charge', chargeTranslation: null }],
      },
    });
  });

  it('has no weight where it says 0, and no forename where it says -', () => {
    const { record } = read({ ...red, forename: '-', height: 0 });
    expect(record).toMatchObject({ weight: null, height: null, forename: null });
  });

  it('may have null almost everywhere', () => {
    const nulls = Object.fromEntries(Object.keys(red).map((key) => [key, null]));
    const { record, unread } = read({ ...nulls, entity_id: '2099/2', name: 'ROE' });
    expect(record).toMatchObject({ name: 'ROE', sex: 'U', birthDate: null, nationalities: [], warrants: [] });
    expect(unread).toEqual([]);
  });

  it.each([
    ['1980', '1980'],
    ['1980/01', '1980-01'],
    ['1980/1/2', '1980-01-02'],
    ['1980/00/00', '1980'],
  ])('was born %s = %s', (written, date) => {
    expect(read({ ...red, date_of_birth: written }).record.birthDate).toBe(date);
  });

  it('keeps codes nobody lists, and countries without an ISO code', () => {
    const { record, unread } = read({
      ...red,
      eyes_colors_id: ['BROH', 'OTHD'],
      hairs_id: 'BLA',
      nationalities: ['914', 'FR', 922],
    });
    expect(record).toMatchObject({ eyes: ['BROH', 'OTHD'], hair: ['BLA'], nationalities: ['914', 'FR', '922'] });
    expect(unread).toEqual([]);
  });

  it('is taken under its forename where it has no family name', () => {
    expect(read({ ...red, name: null }).record).toMatchObject({ name: 'JANE', forename: null });
  });

  it('of a missing person brings parents, place and day', () => {
    const yellow = {
      ...red,
      father_name: 'DOE',
      father_forename: 'JOHN',
      mother_name: null,
      place: 'Utopia City',
      date_of_event: '2098/12/24',
    };
    expect(read(yellow, 'yellow').record).toMatchObject({
      recordId: 'yellow:2099/1',
      fatherName: 'JOHN DOE',
      motherName: null,
      missingFrom: 'Utopia City',
      missingSince: '2098-12-24',
    });
  });

  it('is not lost for one field of another shape, which is named', () => {
    const { record, unread } = read({ ...red, date_of_birth: '1980/13/40', sex_id: 'Q', nationalities: 'GB' });
    expect(record).toMatchObject({ name: 'DOE', birthDate: null, sex: 'U', nationalities: [] });
    expect(unread).toEqual(['sex_id', 'date_of_birth', 'nationalities']);
  });

  it.each([
    [null, 'not-an-object'],
    ['text', 'not-an-object'],
    [{ name: 'DOE' }, 'no-entity-id'],
    [{ entity_id: '2099/3', name: '-', forename: null }, 'no-name'],
  ])('%j is refused as %s', (json, problem) => {
    expect(parseNotice(json, 'red')).toEqual({ ok: false, error: problem });
  });
});

describe('a list of public notices', () => {
  it('is read one by one, and tells how many there are beyond the list', () => {
    const list = parseNoticeList({ total: 4711, _embedded: { notices: [red, { entity_id: '2099/4' }] } }, 'red');
    expect(list).toMatchObject({ total: 4711, isCut: true, problems: ['no-name'] });
    expect(list?.notices).toHaveLength(1);
    expect(parseNoticeList({ error: 'x' }, 'red')).toBeNull();
  });
});
