import { describe, expect, it } from 'vitest';
import { asKey } from '#core/store/sealing.ts';
import { formatRecoveryKey, parseRecoveryKey } from '#core/vault/recovery-key.ts';
import { systemRandom } from '#test/helpers/vault.ts';

describe('the printed recovery key', () => {
  it('is fourteen groups of four, and reads back', () => {
    const key = asKey(systemRandom.bytes(32));
    const printed = formatRecoveryKey(key);
    expect(printed).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(parseRecoveryKey(printed)).toEqual(key);
  });

  it('is not taken with any one symbol wrong, two exchanged, or one missing', () => {
    const printed = formatRecoveryKey(asKey(systemRandom.bytes(32)));
    const symbols = printed.replaceAll('-', '');
    for (let at = 0; at < symbols.length; at += 1) {
      const other = symbols[at] === '7' ? '8' : '7';
      expect(parseRecoveryKey(symbols.slice(0, at) + other + symbols.slice(at + 1))).toBeNull();
      expect(parseRecoveryKey(symbols.slice(0, at) + symbols.slice(at + 1))).toBeNull();
      const [left, right] = [symbols[at] ?? '', symbols[at + 1] ?? ''];
      if (right !== '' && left !== right)
        expect(parseRecoveryKey(symbols.slice(0, at) + right + left + symbols.slice(at + 2))).toBeNull();
    }
  });
});
