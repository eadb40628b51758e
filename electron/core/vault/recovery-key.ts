import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { readRecoveryWords } from '#shared/domain/recovery-words.ts';
import { asKey, type Key } from '../store/sealing.ts';

/** 256 bits and an 8-bit checksum as 24 words (BIP-39), to be printed once and typed from paper. */
export const formatRecoveryKey = (key: Key): string => entropyToMnemonic(key, wordlist);

/** The key, or null if a word was mistyped, left out or exchanged. */
export function parseRecoveryKey(typed: string): Key | null {
  const words = readRecoveryWords(typed);
  return words.ok ? asKey(mnemonicToEntropy(words.value.join(' '), wordlist)) : null;
}
