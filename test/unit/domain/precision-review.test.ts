import { describe, expect, it } from 'vitest';
import { partialDate } from '#shared/domain/partial-date.ts';
import { type PrecisionCode, type PrecisionRequest, precisionFinding } from '#shared/domain/precision-check.ts';
import { hasBlockingFinding, reviewPrecision } from '#shared/domain/precision-review.ts';

const now = Date.UTC(2026, 10, 23, 12);
const hour = 3_600_000;

const person = {
  familyName: 'Oldenfeldt',
  forename: 'Karin',
  sex: 'F' as const,
  birthDate: partialDate.parse('1980-04-03'),
  nationalities: ['UTO'],
  identityConfirmed: true,
};

const precise: PrecisionRequest = {
  ownBureau: 'UTO',
  to: ['ATL'],
  unreachable: [],
  subject: 'Residence of Karin Oldenfeldt',
  body: 'Karin Oldenfeldt is believed to have moved to your country in March 2026. Please state her registered address since then.',
  priority: 'routine',
  handling: 'H1',
  marking: 'restricted',
  purpose: 'obtain-information',
  answerBy: now + 72 * hour,
  isReply: false,
  case: { marking: 'restricted', handling: 'H1', purpose: 'obtain-information' },
  persons: [person],
  documents: [{ number: 'XO10234', issuingCountry: 'UTO' }],
  vehicles: [],
  attachments: [{ name: 'scan-1.pdf' }],
};

const review = (changes: Partial<PrecisionRequest>) => reviewPrecision({ ...precise, ...changes }, now);
const codes = (changes: Partial<PrecisionRequest>) => review(changes).map((one) => one.code);

describe('the precision check', () => {
  it('finds nothing in a precise request', () => {
    expect(review({})).toEqual([]);
  });

  const blocking: [PrecisionCode, Partial<PrecisionRequest>][] = [
    ['no-recipient', { to: [] }],
    ['only-own-bureau', { to: ['UTO'] }],
    ['recipient-unreachable', { unreachable: ['ATL'] }],
    ['no-subject', { subject: '  ' }],
    ['no-body', { body: '\n' }],
    ['no-purpose', { purpose: null }],
    ['no-handling', { handling: null }],
    ['marking-below-case', { marking: 'for-official-use-only' }],
    ['answer-by-past', { answerBy: now - 1 }],
    ['urgent-without-answer-by', { priority: 'urgent', answerBy: null }],
    ['document-without-country', { documents: [{ number: 'XO10234', issuingCountry: null }] }],
  ];
  it.each(blocking)('keeps a request from leaving: %s', (code, changes) => {
    const found = review(changes);
    expect(found.map((one) => one.code)).toEqual([code]);
    expect(hasBlockingFinding(found)).toBe(true);
    expect(precisionFinding.safeParse(found[0]).success).toBe(true);
  });

  const many = Array.from({ length: 21 }, (_, at) => `B${String.fromCharCode(65 + at)}`);
  const vehicle = { vin: '', plate: 'AB-123-CD', plateCountry: 'FRA', engineNumber: '' };
  const warnings: [PrecisionCode, Partial<PrecisionRequest>][] = [
    ['own-bureau-among-recipients', { to: ['ATL', 'UTO'] }],
    ['many-recipients', { to: many }],
    ['subject-vague', { subject: 'URGENT request' }],
    ['subject-vague', { subject: 'طلب عاجل' }],
    ['body-vague', { body: 'Please help.' }],
    ['purpose-differs-from-case', { purpose: 'warn' }],
    ['handling-below-case', { handling: 'H0' }],
    ['handling-wide-circulation', { handling: 'H2', to: many.slice(0, 6) }],
    ['handling-conditions-missing', { handling: 'H3' }],
    ['answer-by-short', { answerBy: now + 30 * 60_000 }],
    ['answer-by-short', { priority: 'urgent', answerBy: now + 5 * 60_000 }],
    ['answer-by-far', { answerBy: now + 400 * 24 * hour }],
    ['urgent-without-reason', { priority: 'urgent', body: 'Where does Karin Oldenfeldt live?' }],
    ['vague-time', { answerBy: null, body: `${precise.body} We need this ASAP.` }],
    ['vague-time', { answerBy: null, body: `${precise.body} Répondez dès que possible.` }],
    ['vague-time', { answerBy: null, body: `${precise.body} في أقرب وقت` }],
    ['time-without-zone', { body: `${precise.body} She was seen at 14:30 at the station.` }],
    ['ambiguous-date', { body: `${precise.body} She left on 03/04/2026.` }],
    ['ambiguous-date', { subject: 'Entry of 3.4.2026, Karin Oldenfeldt' }],
    ['two-digit-year', { body: `${precise.body} She left on 03/04/26.` }],
    ['ambiguous-country', { body: `${precise.body} She may have gone on to Congo.` }],
    ['ambiguous-country', { body: `${precise.body} ثم سافرت إلى كوريا.` }],
    [
      'person-mentioned-not-attached',
      { persons: [], body: 'Please state the registered address of the suspect since March 2026.' },
    ],
    [
      'person-mentioned-not-attached',
      { persons: [], body: 'Indiquez l’adresse déclarée de l’intéressé depuis mars 2026.' },
    ],
    ['document-mentioned-not-attached', { documents: [], body: `${precise.body} Was the passport reported lost?` }],
    ['vehicle-mentioned-not-attached', { body: `${precise.body} ¿A quién pertenece el vehículo?` }],
    ['person-one-name', { persons: [{ ...person, forename: '' }] }],
    ['person-without-birth-date', { persons: [{ ...person, birthDate: null }] }],
    ['person-birth-date-partial', { persons: [{ ...person, birthDate: partialDate.parse('1980') }] }],
    ['person-without-sex', { persons: [{ ...person, sex: 'U' }] }],
    ['person-without-nationality', { persons: [{ ...person, nationalities: [] }] }],
    ['person-identity-unconfirmed', { persons: [{ ...person, identityConfirmed: false }] }],
    ['many-persons', { persons: Array.from({ length: 11 }, () => person) }],
    ['document-country-unknown', { documents: [{ number: 'XO10234', issuingCountry: 'QQQ' }] }],
    ['plate-without-country', { vehicles: [{ ...vehicle, plateCountry: null }] }],
    ['vin-doubtful', { vehicles: [{ ...vehicle, vin: '1M8GDM9A0KP042788' }] }],
    ['vehicle-without-identifier', { vehicles: [{ ...vehicle, plate: '' }] }],
    ['attachment-name-personal', { attachments: [{ name: 'photo_Oldenfeldt_2.jpg' }] }],
    ['attachment-name-personal', { attachments: [{ name: 'XO-10234 page 2.pdf' }] }],
    ['attachment-active-content', { attachments: [{ name: 'list.xlsm' }] }],
  ];
  it.each(warnings)('warns and lets the author decide: %s', (code, changes) => {
    const found = review(changes);
    expect(found.map((one) => one.code)).toEqual([code]);
    expect(hasBlockingFinding(found)).toBe(false);
  });

  it('offers both readings of an ambiguous date, and the countries a name may mean', () => {
    const [date] = review({ body: `${precise.body} She left on 03/04/2026.` });
    expect(date).toMatchObject({ about: '03/04/2026', choices: ['2026-04-03', '2026-03-04'], field: 'body' });
    const [country] = review({ body: `${precise.body} She may be in Korea.` });
    expect(country).toMatchObject({ about: 'Korea', choices: ['KOR', 'PRK'] });
  });

  it.each([
    'She left on 2026-04-03 at 14:30 UTC.',
    'She left on 23/04/2026 at 14h30 (GMT).',
    'She left on 3 April 2026 at 14:30 +02:00.',
    'She went to the Democratic Republic of the Congo, to South Korea and to Guinea-Bissau.',
    'The file number is 12.3.4567 and the ratio 1/2.',
  ])('says nothing about what is clear: %s', (sentence) => {
    expect(codes({ body: `${precise.body} ${sentence}` })).toEqual([]);
  });

  it('asks less of an answer than of a request', () => {
    expect(
      codes({ isReply: true, priority: 'urgent', answerBy: null, body: 'No record.', persons: [], documents: [] }),
    ).toEqual([]);
  });

  it('puts what blocks first', () => {
    const found = review({ to: ['ATL', 'UTO'], purpose: null, handling: null });
    expect(found.map((one) => one.severity)).toEqual(['blocking', 'blocking', 'warning']);
  });

  it('names the rule where there is one', () => {
    expect(review({ purpose: null })[0]?.rule).toBe('RPD Art. 10');
    expect(review({ handling: null })[0]?.rule).toBe('RPD Arts. 112–114');
  });
});
