import type { AppError } from '#shared/ipc/wire.ts';
import type { ChangePassphraseError, CreateVaultError, OpenVaultError, PassphraseProblem } from './vault/errors.ts';

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));

/** What a person is told when the store does not open: the same words for a wrong passphrase and an unknown name. */
export function openProblem(error: OpenVaultError): AppError {
  switch (error.kind) {
    case 'wrong-passphrase':
    case 'no-such-user':
      return { code: 'sign-in-refused', params: { seconds: error.retryAfterMs > 0 ? seconds(error.retryAfterMs) : 0 } };
    case 'throttled':
      return { code: 'sign-in-throttled', params: { seconds: seconds(error.retryAfterMs) } };
    case 'needs-supervisor':
      return { code: 'sign-in-needs-supervisor' };
    case 'wrong-recovery-key':
      return { code: error.mistyped ? 'recovery-key-mistyped' : 'recovery-key-wrong' };
    case 'keyring-unavailable':
      return { code: 'keyring-unavailable' };
    case 'in-use':
      return { code: 'store-in-use' };
    case 'newer-version':
      return error.writtenBy === ''
        ? { code: 'store-newer-unknown' }
        : { code: 'store-newer', params: { version: error.writtenBy } };
    case 'no-vault':
      return { code: 'store-missing' };
    case 'damaged':
      return { code: 'store-damaged', params: { file: error.file, kept: error.quarantined.join(', ') } };
  }
}

/** What a person is told when the store cannot be created. */
export function createProblem(error: CreateVaultError): AppError {
  switch (error.kind) {
    case 'vault-exists':
      return { code: 'already-enrolled' };
    case 'keys-missing':
      return { code: 'store-keys-missing' };
    case 'in-use':
      return { code: 'store-in-use' };
    case 'weak-passphrase':
      return { code: 'weak-passphrase' };
    case 'unusable-username':
      return { code: 'invalid-input', params: { field: 'username' } };
    case 'weak-keyring':
      return { code: 'keyring-refused' };
  }
}

/** What a person is told whose passphrase does not confirm something while the store is open. */
export function passphraseProblem(error: Exclude<ChangePassphraseError, PassphraseProblem>): AppError {
  switch (error.kind) {
    case 'wrong-passphrase':
    case 'no-such-user':
      return { code: 'passphrase-wrong' };
    case 'throttled':
      return { code: 'sign-in-throttled', params: { seconds: seconds(error.retryAfterMs) } };
    case 'needs-supervisor':
      return { code: 'sign-in-needs-supervisor' };
    case 'keyring-unavailable':
      return { code: 'keyring-unavailable' };
  }
}
