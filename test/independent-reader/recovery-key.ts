import { createHash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { NotGenuineError } from './sealing.ts';

/** docs/store-format.md §2, the recovery key: 24 words of the English list of BIP-39, each eleven bits. */
export function recoveryKeyOf(printed: string): Buffer {
  const words =
    printed
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? [];
  const bits = words.map((word) => placeOf(word).toString(2).padStart(11, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)));
  const key = bytes.subarray(0, 32);
  if (bytes.length !== 33 || createHash('sha256').update(key).digest()[0] !== bytes[32]) {
    throw new NotGenuineError('the recovery key is mistyped');
  }
  return key;
}

function placeOf(word: string): number {
  const whole = wordlist.indexOf(word);
  const place = whole === -1 && word.length >= 4 ? wordlist.findIndex((known) => known.startsWith(word)) : whole;
  if (place === -1) throw new NotGenuineError('the recovery key is mistyped');
  return place;
}
