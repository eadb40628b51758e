import { createHash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { asKey } from '#core/store/sealing.ts';
import { formatRecoveryKey, parseRecoveryKey } from '#core/vault/recovery-key.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const randomKey = () => asKey(systemRandom.bytes(32));

describe('the printed recovery key', () => {
  it('is twenty-four words of the list, and reads back', () => {
    const key = randomKey();
    const words = formatRecoveryKey(key).split(' ');
    expect(words).toHaveLength(24);
    expect(words.filter((word) => !wordlist.includes(word))).toEqual([]);
    expect(parseRecoveryKey(words.join(' '))).toEqual(key);
  });

  /** The vectors of BIP-39 for 256 bits (github.com/trezor/python-mnemonic, vectors.json). */
  it.each([
    ['00', `${'abandon '.repeat(23)}art`],
    [
      '7f',
      `${'legal winner thank year wave sausage worth useful '.repeat(2)}legal winner thank year wave sausage worth title`,
    ],
    [
      '80',
      `${'letter advice cage absurd amount doctor acoustic avoid '.repeat(2)}letter advice cage absurd amount doctor acoustic bless`,
    ],
    ['ff', `${'zoo '.repeat(23)}vote`],
  ])('is written as BIP-39 says: thirty-two bytes %s', (byte, words) => {
    const key = asKey(new Uint8Array(Buffer.from(byte.repeat(32), 'hex')));
    expect(formatRecoveryKey(key)).toBe(words);
    expect(parseRecoveryKey(words)).toEqual(key);
  });

  it('is the key and the first byte of its SHA-256, eleven bits a word', () => {
    const key = randomKey();
    const bytes = [...key, createHash('sha256').update(key).digest()[0] ?? 0];
    const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const places = bits.match(/.{11}/g) ?? [];
    expect(formatRecoveryKey(key)).toBe(places.map((place) => wordlist[Number.parseInt(place, 2)]).join(' '));
  });

  it('is not taken with a word missing, doubled, or one that does not stand in the list', () => {
    const words = formatRecoveryKey(randomKey()).split(' ');
    for (let at = 0; at < words.length; at += 1) {
      expect(parseRecoveryKey(words.toSpliced(at, 1).join(' '))).toBeNull();
      expect(parseRecoveryKey(words.toSpliced(at, 0, words[at] ?? '').join(' '))).toBeNull();
      expect(parseRecoveryKey(words.toSpliced(at, 1, 'herons').join(' '))).toBeNull();
    }
  });

  it('is never taken for the same key with another word in one place, and is noticed by itself in 255 of 256', () => {
    const key = randomKey();
    const words = formatRecoveryKey(key).split(' ');
    let taken = 0;
    for (const [at, other] of wordlist.entries()) {
      if (words[at % 24] === other) continue;
      const read = parseRecoveryKey(words.toSpliced(at % 24, 1, other).join(' '));
      expect(read).not.toEqual(key);
      if (read) taken += 1;
    }
    expect(taken).toBeLessThan((2048 / 256) * 4);
  });
});
