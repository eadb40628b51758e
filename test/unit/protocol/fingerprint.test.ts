import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { workstationFingerprint } from '#core/bureau-keys/fingerprints.ts';
import { digitGroups, keyFingerprintInput } from '#shared/protocol/fingerprint.ts';

const digitsOf = (input: Uint8Array) => digitGroups(createHash('sha256').update(input).digest());

const joining = {
  bureau: 'UTO',
  workstation: '01930000-0000-7000-8000-000000000001',
  signingKey: 'S'.repeat(43),
  deviceKey: 'D'.repeat(43),
  rootKey: 'R'.repeat(43),
};

describe('the digits two people compare', () => {
  it('are six groups of five, leading zeros kept', () => {
    expect(digitGroups(new Uint8Array(32))).toBe('00000 00000 00000 00000 00000 00000');
    // 2^40 - 1 modulo 100,000, and 5 · 256^3 + 4 · 256^2 + 3 · 256 + 2 with a zero before it.
    const digest = Uint8Array.from([255, 255, 255, 255, 255, 0, 5, 4, 3, 2, ...new Array(22).fill(0)]);
    expect(digitGroups(digest)).toBe('27775 48994 00000 00000 00000 00000');
  });

  it('of a workstation are twice as many: the hub gives it its identifier, and could try two sides until they meet', () => {
    const digits = workstationFingerprint(joining);
    expect(digits).toMatch(/^\d{5}( \d{5}){11}$/);
    // Some 2^50 tries bring two of thirty digits together, 2^100 two of sixty: the halves have nothing to do with each other.
    expect(digits.slice(36)).not.toBe(digits.slice(0, 35));
    const other = workstationFingerprint({ ...joining, workstation: '01930000-0000-7000-8000-000000000002' });
    expect(other.slice(0, 35)).not.toBe(digits.slice(0, 35));
    expect(other.slice(36)).not.toBe(digits.slice(36));
  });

  it('of a key are others for another bureau or another key', () => {
    const own = digitsOf(keyFingerprintInput('UTO', 'A'.repeat(43)));
    expect(digitsOf(keyFingerprintInput('UTO', 'A'.repeat(43)))).toBe(own);
    expect(digitsOf(keyFingerprintInput('RUR', 'A'.repeat(43)))).not.toBe(own);
    expect(digitsOf(keyFingerprintInput('UTO', `B${'A'.repeat(42)}`))).not.toBe(own);
  });

  it.each(Object.keys(joining) as (keyof typeof joining)[])(
    'of a workstation are others when %s is another: neither side can be shown a false one unnoticed',
    (fact) => {
      const changed = { ...joining, [fact]: `${joining[fact].slice(0, -1)}2` };
      expect(workstationFingerprint(changed)).not.toBe(workstationFingerprint(joining));
    },
  );
});
