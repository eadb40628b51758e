/**
 * The operating system's keyring, given by the shell: an additional factor beside a passphrase, never the only one.
 * Losing it loses nothing, because the recovery key opens the vault without it.
 */
export interface Keyring {
  /** The name of what keeps the secrets, e.g. `gnome_libsecret`, `keychain`, `dpapi`. */
  readonly backend: string;
  wrap(secret: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** Back ends that keep secrets in plain text, by the names Electron's safeStorage gives them. */
const UNPROTECTED = new Set(['basic_text', 'unknown', '']);

export const isProtecting = (keyring: Keyring): boolean => !UNPROTECTED.has(keyring.backend.toLowerCase());
