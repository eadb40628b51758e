import type { KeyringStanding } from '#shared/ipc/keyring.ts';
import type { Random } from '#shared/lib/deps.ts';
import { equalBytes } from '../store/bytes.ts';

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

/** Where there is none. */
export const noKeyring: Keyring = {
  backend: 'unavailable',
  wrap: () => Promise.reject(new Error('There is no keyring.')),
  unwrap: () => Promise.reject(new Error('There is no keyring.')),
};

const PROBE_BYTES = 32;

/** By the names Electron's safeStorage gives to back ends; `basic_text` keeps secrets in plain text. */
export function standingOf({ backend }: Keyring): KeyringStanding {
  const name = backend.toLowerCase();
  if (name === 'basic_text') return 'plain-text';
  return ['unknown', 'unavailable', ''].includes(name) ? 'unavailable' : 'offered';
}

export const isProtecting = (keyring: Keyring): boolean => standingOf(keyring) === 'offered';

/** Whether the keyring gives back what it is given: tried before anything depends on it. */
export async function givesBack(keyring: Keyring, random: Random): Promise<boolean> {
  const probe = random.bytes(PROBE_BYTES);
  try {
    return equalBytes(await keyring.unwrap(await keyring.wrap(probe)), probe);
  } catch {
    return false;
  }
}
