import { describe, expect, test } from 'vitest';
import { formatEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { enrolProblems } from '../../../../renderer/features/session/enrol-values.ts';

const code = formatEnrolmentCode({ secret: new Uint8Array(10).fill(7), caPin: new Uint8Array(15).fill(9) });
const good = {
  hubUrl: 'https://hub.example:8443',
  enrolmentCode: code,
  name: 'Ines Marlow',
  username: 'imarlow',
  passphrase: '',
  repeated: '',
};

describe('the form that sets up a workstation', () => {
  test('has nothing to say about what is right', () => {
    expect(enrolProblems(good)).toEqual({});
  });

  test('says of each empty field that it is needed', () => {
    const empty = { ...good, hubUrl: '', enrolmentCode: ' ', name: '', username: '' };
    expect(enrolProblems(empty)).toEqual({
      hubUrl: 'needed',
      enrolmentCode: 'needed',
      name: 'needed',
      username: 'needed',
    });
  });

  test('takes no hub without encryption', () => {
    expect(enrolProblems({ ...good, hubUrl: 'http://hub.example' })).toEqual({ hubUrl: 'https' });
    expect(enrolProblems({ ...good, hubUrl: 'hub.example' })).toEqual({ hubUrl: 'https' });
  });

  test('tells a slip of the finger before the code is sent', () => {
    const last = code.at(-3) === '0' ? '1' : '0';
    expect(
      enrolProblems({ ...good, enrolmentCode: `${code.slice(0, -3)}${last}${code.slice(-2)}` }).enrolmentCode,
    ).toBe('code-slip');
    expect(enrolProblems({ ...good, enrolmentCode: code.slice(0, 12) }).enrolmentCode).toBe('code-incomplete');
    expect(enrolProblems({ ...good, enrolmentCode: code.toLowerCase().replaceAll('-', ' ') })).toEqual({});
  });
});
