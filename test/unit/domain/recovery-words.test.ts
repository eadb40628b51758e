import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import {
  countRecoveryWords,
  isRecoveryWord,
  readRecoveryWords,
  replaceRecoveryWord,
} from '#shared/domain/recovery-words.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const key = entropyToMnemonic(systemRandom.bytes(32), wordlist).split(' ');

describe('a recovery key typed back', () => {
  it.each<[string, (words: readonly string[]) => string]>([
    ['as it was printed', (words) => words.join(' ')],
    ['in capital letters', (words) => words.join(' ').toUpperCase()],
    ['with more spaces and line breaks than needed', (words) => `\r\n  ${words.join(' \t\n  ')} \n`],
    ['with its numbers', (words) => words.map((word, at) => `${at + 1}. ${word}`).join('\n')],
    ['with numbers that stick to the words', (words) => words.map((word, at) => `${at + 1}.${word}`).join(' ')],
    ['with numbers of another script', (words) => words.map((word) => `١٢) ${word}`).join(' ')],
    ['with commas and hyphens', (words) => words.join(', ').replace(', ', '-')],
    [
      'between the direction marks of a right-to-left page',
      (words) => words.map((word) => `\u2067${word}\u2069`).join(' '),
    ],
    ['by the first four letters', (words) => words.map((word) => word.slice(0, 4)).join(' ')],
    [
      'from a keyboard that writes full-width letters',
      (words) => words.join(' ').replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ],
  ])('is taken %s', (_how, write) => {
    expect(readRecoveryWords(write(key))).toEqual({ ok: true, value: key });
    expect(countRecoveryWords(write(key))).toBe(24);
  });

  it('rests on a list whose first four letters tell every word', () => {
    expect(wordlist).toHaveLength(2048);
    expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2048);
  });

  it('says which words are mistyped, by their number, and offers the nearest', () => {
    const typed = key.toSpliced(6, 1, 'orchrad').toSpliced(22, 1, 'xylophones');
    expect(readRecoveryWords(typed.join(' '))).toEqual({
      ok: false,
      error: {
        kind: 'unknown-words',
        words: [
          { number: 7, typed: 'orchrad', near: expect.arrayContaining(['orchard']) },
          { number: 23, typed: 'xylophones', near: [] },
        ],
      },
    });
  });

  it.each([
    ['abndon', 'abandon'],
    ['abanodn', 'abandon'],
    ['orchid', 'orchard'],
    ['w0lf', 'wolf'],
    ['lion1', 'lion'],
    ['zebras', 'zebra'],
    ['aba', 'abandon'],
  ])('takes %s for no word, and offers %s first', (typed, offered) => {
    const read = readRecoveryWords(key.toSpliced(0, 1, typed).join(' '));
    if (read.ok || read.error.kind !== 'unknown-words') throw new Error('The word was taken.');
    expect(read.error.words).toMatchObject([{ number: 1, typed }]);
    expect(read.error.words[0]?.near[0]).toBe(offered);
  });

  it('counts what is there when words are missing or too many, and takes nothing else for a key', () => {
    expect(readRecoveryWords('')).toEqual({ ok: false, error: { kind: 'count', found: 0 } });
    expect(readRecoveryWords(key.slice(1).join(' '))).toEqual({ ok: false, error: { kind: 'count', found: 23 } });
    expect(readRecoveryWords([...key, 'zoo'].join(' '))).toEqual({ ok: false, error: { kind: 'count', found: 25 } });
    const [last = ''] = key.slice(-1);
    const others = wordlist.map((word) => [...key.slice(0, -1), word].join(' '));
    const valid = others.filter((words) => readRecoveryWords(words).ok);
    // The last word holds three bits of the key and the checksum: eight of 2,048 fit.
    expect(valid).toHaveLength(8);
    expect(valid.some((words) => words.endsWith(` ${last}`))).toBe(true);
    const wrong = others.find((words) => !valid.includes(words)) ?? '';
    expect(readRecoveryWords(wrong)).toEqual({ ok: false, error: { kind: 'checksum' } });
  });

  it('is mended in one place, and stays as it was typed in every other', () => {
    expect(replaceRecoveryWord('1. Wolf\n2. orchrad,  3. zoo', 2, 'orchard')).toBe('1. Wolf\n2. orchard,  3. zoo');
    expect(replaceRecoveryWord('wolf zoo', 3, 'orchard')).toBe('wolf zoo');
  });

  it('is checked word by word: whole or by four letters, and no other word', () => {
    expect(isRecoveryWord(' Orchard ', 'orchard')).toBe(true);
    expect(isRecoveryWord('7. orch', 'orchard')).toBe(true);
    expect(isRecoveryWord('orc', 'orchard')).toBe(false);
    expect(isRecoveryWord('order', 'orchard')).toBe(false);
    expect(isRecoveryWord('orchard zoo', 'orchard')).toBe(false);
    expect(isRecoveryWord('', 'orchard')).toBe(false);
    // A word that another one begins with is itself, not the beginning.
    expect(isRecoveryWord('act', 'action')).toBe(false);
    expect(isRecoveryWord('act', 'act')).toBe(true);
  });
});
