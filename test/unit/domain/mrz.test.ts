import { readFileSync } from 'node:fs';
import { parse } from 'mrz';
import { describe, expect, it } from 'vitest';
import { readMrz } from '#shared/domain/mrz.ts';

/** ICAO specimens of all five formats: snifter/MRZCode.NET, MRZCodeParser.Tests/MrzSamples.cs, MIT. */
const specimens = Object.fromEntries(
  readFileSync('../shared/vectors/mrz-specimens.txt', 'utf8')
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const [title = '', ...lines] = block.trim().split('\n');
      return [title.replace('# ', ''), lines];
    }),
);
const specimen = (name: string): string[] => specimens[name] ?? [];
const today = '2026-11-23';

const person = { surname: 'ERIKSSON', givenNames: 'ANNA MARIA', sex: 'F' };
const card = {
  ...person,
  documentCode: 'I',
  documentType: 'identity-card',
  documentNumber: 'D23145890',
  birthDate: '1974-08-12',
  optionalData: [],
};
const passport = {
  ...person,
  format: 'TD3',
  documentCode: 'P',
  documentType: 'passport',
  documentNumber: 'L898902C3',
  birthDate: '1974-08-12',
  expiryDate: '2012-04-15',
  optionalData: ['ZE184226B'],
};
const visa = {
  ...person,
  documentCode: 'V',
  documentType: 'visa',
  issuingState: 'UTO',
  nationality: 'XXX',
  documentNumber: 'L8988901C',
  birthDate: '1940-09-07',
  expiryDate: '1996-12-10',
};
const german = { issuingState: 'D', nationality: 'D' };
const utopian = { issuingState: 'UTO', nationality: 'UTO' };

const expected: Record<string, object> = {
  TD1: { ...card, ...utopian, format: 'TD1', expiryDate: '2012-04-15' },
  TD1_NO_EXPIRY_DATE: { ...card, ...utopian, format: 'TD1', expiryDate: null },
  TD1_SINGLE_LETTER_COUNTRY_CODE: { ...card, ...german, format: 'TD1', expiryDate: '2012-04-15' },
  TD2: { ...card, ...utopian, format: 'TD2', expiryDate: '2012-04-15' },
  TD2_SINGLE_LETTER_COUNTRY_CODE: { ...card, ...german, format: 'TD2', expiryDate: '2012-04-15' },
  TD2_NO_EXPIRY_DATE: { ...card, ...utopian, format: 'TD2', expiryDate: null },
  TD3: { ...passport, ...utopian },
  TD3_SINGLE_LETTER_COUNTRY_CODE: { ...passport, ...german },
  MRVA: { ...visa, format: 'MRV-A', optionalData: ['6ZE184226B'] },
  MRVB: { ...visa, format: 'MRV-B', optionalData: [] },
};

describe('the specimens of ICAO 9303', () => {
  it.each(Object.keys(expected))('%s reads with every field right and every check digit held', (name) => {
    const read = readMrz(specimen(name).join('\n'), today);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value).toMatchObject({ ...expected[name], warnings: [] });
    expect(read.value.checks.every((check) => check.holds)).toBe(true);
  });

  it('reads a number longer than nine characters and names the check digits the specimen itself has wrong', () => {
    const read = readMrz(specimen('TD1_LONGER_DOCUMENT_ID').join('\n'), today);
    expect(read).toMatchObject({
      ok: false,
      error: {
        kind: 'check-digits',
        failed: ['document-number', 'expiry-date', 'composite'],
        reading: {
          documentCode: 'ID',
          issuingState: 'BEL',
          nationality: 'BEL',
          documentNumber: '111111111522',
          birthDate: '1974-08-12',
          expiryDate: '2029-12-20',
          surname: 'ERIKSSON',
          optionalData: ['11080155555'],
        },
      },
    });
  });

  it('refuses the malformed one, saying how long its lines are and what the formats want', () => {
    const read = readMrz(specimen('UNKNOWN').join('\n'), today);
    if (read.ok || read.error.kind !== 'length') throw new Error('it was not refused for its length');
    expect(read.error.found).toEqual([35, 35]);
    expect(read.error.expected).toContainEqual({ format: 'MRV-B', lines: 2, length: 36 });
  });

  it.each(['TD1', 'TD2', 'TD3'])('%s agrees with the mrz library in the fields both read', (name) => {
    const lines = specimen(name).map((line) => line.replaceAll('UTO', 'SWE'));
    const theirs = parse(lines).fields;
    const ours = readMrz(lines.join('\n'), today);
    expect(ours).toMatchObject({
      ok: true,
      value: {
        documentNumber: theirs.documentNumber,
        surname: theirs.lastName,
        givenNames: theirs.firstName,
        nationality: theirs.nationality,
      },
    });
  });
});

describe('a machine readable zone as it is pasted', () => {
  const lines = specimen('TD3');
  const card1 = specimen('TD1');
  it.each([
    ['with Windows line ends', lines.join('\r\n')],
    ['in lower case', lines.join('\n').toLowerCase()],
    ['with blanks around and between', `\n  ${lines.join('  \n\n  ')}  \n`],
    ['with a blank every ten characters', lines.map((line) => line.replace(/(.{10})/g, '$1 ')).join('\n')],
    ['as one line', lines.join('')],
    ['as one line with a space at the break', lines.join(' ')],
    ['broken in other places', `${lines.join('').slice(0, 60)}\n${lines.join('').slice(60)}`],
    ['with guillemets for two fillers', lines.join('\n').replaceAll('<<', '«')],
    ['with guillemets for one filler', lines.join('\n').replaceAll('<', '«')],
    ['with spaces for fillers', lines.join('\n').replaceAll('<', ' ')],
    ['as HTML', lines.join('\n').replaceAll('<', '&lt;')],
    [
      'in full-width letters',
      lines.join('\n').replace(/[A-Z0-9<]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    ['without the last fillers of the names', lines.join('\n').replace(/<+\n/, '\n')],
  ])('%s reads as the same document', (_, text) => {
    expect(readMrz(text, today)).toMatchObject({ ok: true, value: { ...passport, lines } });
  });

  it('reads a card that lost its line breaks', () => {
    expect(readMrz(card1.join(''), today)).toMatchObject({ ok: true, value: { format: 'TD1', lines: card1 } });
  });

  it('takes a few K at the end of the names for misread fillers, and says so', () => {
    const read = readMrz(lines.join('\n').replace(/<<<<<<\n/, '<K<<K<\n'), today);
    expect(read).toMatchObject({ ok: true, value: { givenNames: 'ANNA MARIA', warnings: ['filler-misread'] } });
  });

  it('keeps a K that is a name', () => {
    const read = readMrz(lines.join('\n').replace('MARIA<<', 'MARIA<K'), today);
    expect(read).toMatchObject({ ok: true, value: { givenNames: 'ANNA MARIA K', warnings: [] } });
  });

  it('names the characters that no zone holds', () => {
    expect(readMrz(lines.join('\n').replace('ANNA', 'AN?Ä'), today)).toMatchObject({
      ok: false,
      error: { kind: 'characters', found: ['?', 'Ä'] },
    });
    expect(readMrz('  \n ', today)).toEqual({ ok: false, error: { kind: 'empty' } });
  });
});

describe('check digits and odd fields', () => {
  const lines = specimen('TD3');
  const lower = lines[1] ?? '';
  const withLower = (text: string) => `${lines[0]}\n${text}`;

  it.each([
    [9, 'document-number'],
    [19, 'birth-date'],
    [27, 'expiry-date'],
    [42, 'personal-number'],
    [43, 'composite'],
  ] as const)('a wrong digit at place %i is reported as the %s', (at, name) => {
    const wrong = String((Number(lower[at]) + 5) % 10);
    const read = readMrz(withLower(lower.slice(0, at) + wrong + lower.slice(at + 1)), today);
    if (read.ok || read.error.kind !== 'check-digits') throw new Error('it was not noticed');
    expect(read.error.failed).toContain(name);
    expect(read.error.reading.surname).toBe('ERIKSSON');
  });

  it('reads a long TD2 number that runs on into the optional data', () => {
    const text = 'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD23145890<UTO7408122F12041597349<<<6';
    const read = readMrz(text, today);
    const reading = read.ok ? read.value : 'reading' in read.error ? read.error.reading : null;
    expect(reading).toMatchObject({ documentNumber: 'D23145890734', optionalData: [] });
  });

  it.each(['XPO', 'UNO', 'EUE', 'XXA', 'XXB', 'XOM', 'D<<', 'GBD', 'RKS'])(
    'knows %s as an issuer although ISO 3166 does not',
    (code) => {
      const read = readMrz(lines.join('\n').replaceAll('UTO', code), today);
      expect(read).toMatchObject({ ok: true, value: { issuingState: code.replaceAll('<', ''), warnings: [] } });
    },
  );

  it.each([
    ['P<UTO', 'UTO74', 'XXA74', 'stateless-travel-document'],
    ['P<UTO', 'UTO74', 'XXB74', 'refugee-travel-document'],
    ['P<UNO', 'UTO74', 'UTO74', 'laissez-passer'],
    ['PDUTO', 'UTO74', 'UTO74', 'diplomatic-passport'],
  ])('tells what kind of document %s … %s→%s is: %s', (code, from, to, documentType) => {
    const read = readMrz(lines.join('\n').replace('P<UTO', code).replace(from, to), today);
    expect(read).toMatchObject({ ok: true, value: { documentType } });
  });

  it('warns of an issuer nobody knows, and still reads the document', () => {
    const read = readMrz(lines.join('\n').replace('P<UTO', 'P<QQQ'), today);
    expect(read).toMatchObject({ ok: true, value: { issuingState: 'QQQ', warnings: ['unknown-issuing-state'] } });
  });

  it('warns that names filling their field may have been cut', () => {
    const names = 'P<UTOVERYLONGINVENTEDFAMILYNAME<<WITHMANYGIVEN'.slice(0, 44);
    const read = readMrz(`${names}\n${lower}`, today);
    expect(read).toMatchObject({ ok: true, value: { warnings: ['names-may-be-truncated'] } });
  });

  it('reads a person with one name only', () => {
    const read = readMrz(`${'P<UTOARKFREITH'.padEnd(44, '<')}\n${lower}`, today);
    expect(read).toMatchObject({ ok: true, value: { surname: 'ARKFREITH', givenNames: '' } });
  });
});
