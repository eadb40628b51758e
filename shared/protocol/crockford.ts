import type { Bytes } from './bytes.ts';

/** Crockford's base32 (crockford.com/base32): made to be read aloud and typed; O counts as 0, I and L as 1. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const checkAlphabet = `${alphabet}*~$=U`;

/** 5 bytes become 8 symbols; the length must be a multiple of 5. */
export function toCrockford(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/** The bytes of normalised symbols, or null when a symbol is outside the alphabet. */
export function fromCrockford(text: string): Bytes | null {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const symbol of text) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >>> bits;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}

/** The check symbol: the number modulo 37, which changes with every single wrong symbol and every swap of two. */
export function crockfordCheck(text: string): string {
  let remainder = 0;
  for (const symbol of text) remainder = (remainder * 32 + alphabet.indexOf(symbol)) % 37;
  return checkAlphabet.charAt(remainder);
}

/** Capital letters, no white space or hyphens, O as 0, I and L as 1. */
export function normaliseCrockford(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
