/** At least this many characters; the schema of the contract has the same rule (NIST SP 800-63B §3.1.1). */
const SHORTEST = 12;

export type PassphraseRule = 'length' | 'notName' | 'same';

/** Which rules a new passphrase meets, in the order they are shown. */
export function passphraseRules(
  passphrase: string,
  repeated: string,
  username: string,
): readonly { readonly rule: PassphraseRule; readonly isMet: boolean }[] {
  const name = username.trim().toLowerCase();
  const isLong = [...passphrase].length >= SHORTEST;
  return [
    { rule: 'length', isMet: isLong },
    { rule: 'notName', isMet: isLong && (name === '' || !passphrase.toLowerCase().includes(name)) },
    { rule: 'same', isMet: isLong && passphrase === repeated },
  ];
}

export const isGoodPassphrase = (passphrase: string, repeated: string, username: string): boolean =>
  passphraseRules(passphrase, repeated, username).every(({ isMet }) => isMet);
