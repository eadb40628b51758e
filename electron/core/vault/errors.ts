import type { Loss } from '../store/damage.ts';

/** Why an existing vault did not open. A person is told the same words for a wrong passphrase and an unknown name. */
export type OpenVaultError =
  | { readonly kind: 'no-vault' }
  /** A running program holds the vault. `pid` is its process number. */
  | { readonly kind: 'in-use'; readonly pid: number }
  | { readonly kind: 'wrong-passphrase'; readonly retryAfterMs: number }
  | { readonly kind: 'no-such-user'; readonly retryAfterMs: number }
  /** Too soon after a wrong passphrase: nothing was tried. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Ten wrong passphrases: another supervisor, or the recovery key, has to open the vault and release the name. */
  | { readonly kind: 'needs-supervisor' }
  /** Not the recovery key of this vault; `mistyped` when its checksum already says so. */
  | { readonly kind: 'wrong-recovery-key'; readonly mistyped: boolean }
  /** This name also needs the operating system's keyring, which did not give its part: the recovery key opens the vault. */
  | { readonly kind: 'keyring-unavailable' }
  /** `writtenBy`: the version of the application that is needed, or empty. Nothing was changed. */
  | {
      readonly kind: 'newer-version';
      readonly file: string;
      readonly found: number;
      readonly supported: number;
      readonly writtenBy: string;
    }
  | ({ readonly kind: 'damaged' } & VaultDamage);

export interface VaultDamage {
  readonly file: string;
  readonly what: string;
  /** Where copies of the damaged files are kept. The originals have not been changed. */
  readonly quarantined: readonly string[];
  /** Whether the passphrase was found right before the damage was met. */
  readonly unlocked: boolean;
  /** What can be read all the same; undefined where that is nothing. */
  readonly readable?: ReadablePart | undefined;
}

export interface ReadablePart {
  readonly loss: Loss;
}

export type CreateVaultError =
  | { readonly kind: 'vault-exists' }
  /** There are files of a store whose key slots are gone: nothing is begun anew over them. */
  | { readonly kind: 'keys-missing' }
  | { readonly kind: 'in-use'; readonly pid: number }
  | PassphraseProblem
  | UsernameProblem
  | KeyringProblem;

/** Fewer than twelve characters, or more than 1,024 (shared/ipc/session.ts). */
export type PassphraseProblem = { readonly kind: 'weak-passphrase' };
/** Not one to 64 characters. */
export type UsernameProblem = { readonly kind: 'unusable-username' };
/** A keyring that keeps its secrets in plain text ("basic_text") protects nothing. */
export type KeyringProblem = { readonly kind: 'weak-keyring' };

export type AddUserError = PassphraseProblem | UsernameProblem | KeyringProblem | { readonly kind: 'username-taken' };
export type RemoveUserError = { readonly kind: 'no-such-user' } | { readonly kind: 'last-supervisor' };
export type ResetPassphraseError = PassphraseProblem | { readonly kind: 'no-such-user' };
export type ChangePassphraseError = ResetPassphraseError | PassphraseCheckError;
export type NeedKeyringError = PassphraseCheckError | KeyringProblem;
/** The answers to a passphrase typed while the vault is open. */
export type PassphraseCheckError = Extract<
  OpenVaultError,
  { kind: 'wrong-passphrase' | 'no-such-user' | 'throttled' | 'needs-supervisor' | 'keyring-unavailable' }
>;
