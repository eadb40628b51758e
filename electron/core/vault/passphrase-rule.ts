import { passphrase as passphraseRule } from '#shared/ipc/session.ts';

/** The one rule for new passphrases: at least twelve characters (NIST SP 800-63B §3.1.1: length before composition). */
export const isStrongPassphrase = (passphrase: string): boolean => passphraseRule.safeParse(passphrase).success;

/** The vault only needs a name it can list; what a login name looks like is decided where accounts are made. */
export const isUsableUsername = (name: string): boolean => name.length >= 1 && name.length <= 64;
