import type { Random } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { type Store, StoreReadOnlyError } from '../store/database.ts';
import type { OpenNotice } from '../store/errors.ts';
import type { ManifestFile } from '../store/manifest.ts';
import { asKey, deriveKey, KEY_BYTES, type Key } from '../store/sealing.ts';
import { verifySpare } from '../store/spare.ts';
import type { StoreFiles } from '../store/store-files.ts';
import type { AttemptLog } from './attempts.ts';
import type {
  AddUserError,
  ChangePassphraseError,
  PassphraseCheckError,
  RemoveUserError,
  ResetPassphraseError,
} from './errors.ts';
import type { Kdf } from './kdf.ts';
import { type KeySlots, type KeySlotsFile, type PassphraseSlot, passphraseSlots } from './key-slots.ts';
import { isProtecting, type Keyring } from './keyring.ts';
import { isStrongPassphrase, isUsableUsername } from './passphrase-rule.ts';
import { formatRecoveryKey } from './recovery-key.ts';
import { normaliseUsername, unlockWithPassphrase } from './unlock.ts';
import { wrapForRecovery, wrapForUser } from './wrapping.ts';

export interface VaultUser {
  readonly username: string;
  readonly supervisor: boolean;
}

export interface UserOptions {
  /** May release names locked after wrong passphrases. */
  readonly supervisor?: boolean;
  /** Needs the operating system's keyring as well as the passphrase. */
  readonly withKeyring?: boolean;
}

export interface OpenVaultParts {
  readonly files: StoreFiles;
  readonly random: Random;
  readonly kdf: Kdf;
  readonly keyring: Keyring | undefined;
  readonly attempts: AttemptLog;
  readonly slotsFile: KeySlotsFile;
  readonly slots: KeySlots;
  readonly manifest: ManifestFile;
  readonly store: Store;
  /** Whose passphrase opened it; null for the recovery key. */
  readonly openedBy: VaultUser | null;
  readonly notices: readonly OpenNotice[];
}

/** The keys of an open vault: who can open it, and how. Who may change that is the caller's question. */
export class OpenVault {
  readonly #parts: OpenVaultParts;
  #slots: KeySlots;
  /** Whose passphrase opened it; null for the recovery key. */
  readonly openedBy: VaultUser | null;
  /** What the open found and dealt with. */
  readonly notices: readonly OpenNotice[];

  constructor(parts: OpenVaultParts) {
    this.#parts = parts;
    this.#slots = parts.slots;
    this.openedBy = parts.openedBy;
    this.notices = parts.notices;
  }

  users(): readonly VaultUser[] {
    return passphraseSlots(this.#slots).map(({ username, supervisor }) => ({ username, supervisor }));
  }

  async addUser(username: string, passphrase: string, options: UserOptions = {}): Promise<Result<void, AddUserError>> {
    const name = normaliseUsername(username);
    if (!isUsableUsername(name)) return err({ kind: 'unusable-username' });
    if (!isStrongPassphrase(passphrase)) return err({ kind: 'weak-passphrase' });
    if (this.#slotOf(name)) return err({ kind: 'username-taken' });
    const { keyring } = this.#parts;
    if (options.withKeyring && !(keyring && isProtecting(keyring))) return err({ kind: 'weak-keyring' });
    const supervisor = options.supervisor ?? false;
    const slot = await this.#wrap(name, supervisor, passphrase, options.withKeyring ? keyring : undefined);
    if (this.#slotOf(name)) return err({ kind: 'username-taken' });
    this.#save([...this.#slots.slots, slot]);
    return ok(undefined);
  }

  /** Takes a user's way in. The last supervisor's stays. */
  removeUser(username: string): Result<void, RemoveUserError> {
    const slot = this.#slotOf(normaliseUsername(username));
    if (!slot) return err({ kind: 'no-such-user' });
    const others = this.users().filter((user) => user.supervisor && user.username !== slot.username);
    if (slot.supervisor && others.length === 0) return err({ kind: 'last-supervisor' });
    this.#save(this.#slots.slots.filter((candidate) => candidate !== slot));
    this.#parts.attempts.clear(slot.username);
    return ok(undefined);
  }

  /** A user's own change: the passphrase so far is asked for, and wrong ones count as they do at the door. */
  async changePassphrase(
    username: string,
    current: string,
    next: string,
  ): Promise<Result<void, ChangePassphraseError>> {
    if (!isStrongPassphrase(next)) return err({ kind: 'weak-passphrase' });
    const checked = await this.checkPassphrase(username, current);
    return checked.ok ? this.resetPassphrase(username, next) : checked;
  }

  /** Whether this is the user's passphrase: to confirm an action while the vault is open. */
  async checkPassphrase(username: string, passphrase: string): Promise<Result<void, PassphraseCheckError>> {
    const unlocked = await unlockWithPassphrase(this.#parts, this.#slots, { username, passphrase });
    if (!unlocked.ok) return unlocked;
    unlocked.value.rootKey.fill(0);
    return ok(undefined);
  }

  /** A supervisor's act, or one after opening with the recovery key: the old passphrase is not asked for. Also releases the name. */
  async resetPassphrase(username: string, next: string): Promise<Result<void, ResetPassphraseError>> {
    if (!isStrongPassphrase(next)) return err({ kind: 'weak-passphrase' });
    const name = normaliseUsername(username);
    const before = this.#slotOf(name);
    if (!before) return err({ kind: 'no-such-user' });
    const keyring = before.keyring ? this.#protectingKeyring() : undefined;
    const slot = await this.#wrap(name, before.supervisor, next, keyring);
    this.#save(this.#slots.slots.map((candidate) => (this.#isSlotOf(candidate, name) ? slot : candidate)));
    this.#parts.attempts.clear(name);
    return ok(undefined);
  }

  /** Makes a user a supervisor of the vault or an ordinary user; the passphrase stays, so it has to be given. */
  async setSupervisor(
    username: string,
    supervisor: boolean,
    passphrase: string,
  ): Promise<Result<void, PassphraseCheckError | RemoveUserError>> {
    const checked = await this.checkPassphrase(username, passphrase);
    if (!checked.ok) return checked;
    const name = normaliseUsername(username);
    const others = this.users().filter((user) => user.supervisor && user.username !== name);
    if (!supervisor && others.length === 0) return err({ kind: 'last-supervisor' });
    const keyring = this.#slotOf(name)?.keyring ? this.#protectingKeyring() : undefined;
    const slot = await this.#wrap(name, supervisor, passphrase, keyring);
    this.#save(this.#slots.slots.map((candidate) => (this.#isSlotOf(candidate, name) ? slot : candidate)));
    return ok(undefined);
  }

  /** Lets a name that was locked after ten wrong passphrases try again. */
  releaseUser(username: string): void {
    this.#parts.attempts.clear(normaliseUsername(username));
  }

  /** Makes a new recovery key, to be printed once; the one before opens nothing any more. */
  replaceRecoveryKey(): string {
    const { random, files } = this.#parts;
    const recoveryKey = asKey(random.bytes(KEY_BYTES));
    const slot = wrapForRecovery(random, this.#slots.vaultId, files.rootKey, recoveryKey);
    this.#save([...this.#slots.slots.filter((candidate) => candidate.kind !== 'recovery'), slot]);
    const printed = formatRecoveryKey(recoveryKey);
    recoveryKey.fill(0);
    return printed;
  }

  /** A key for another purpose of this workstation, the same at each open. The caller clears it. */
  keyFor(purpose: string): Key {
    return deriveKey(this.#parts.files.rootKey, this.#parts.files.vaultId, 'purpose/', purpose);
  }

  /** Reads through the files that only a recovery would need: for a quiet moment. */
  verifySpareFiles(): readonly OpenNotice[] {
    return this.#parts.store.status().readOnly ? [] : verifySpare(this.#parts.files, this.#parts.manifest);
  }

  #slotOf(name: string): PassphraseSlot | undefined {
    return passphraseSlots(this.#slots).find((slot) => slot.username === name);
  }

  #isSlotOf(slot: KeySlots['slots'][number], name: string): boolean {
    return slot.kind === 'passphrase' && slot.username === name;
  }

  #protectingKeyring(): Keyring | undefined {
    const { keyring } = this.#parts;
    return keyring && isProtecting(keyring) ? keyring : undefined;
  }

  #wrap(username: string, supervisor: boolean, passphrase: string, keyring?: Keyring): Promise<PassphraseSlot> {
    const { random, kdf, files } = this.#parts;
    const { vaultId } = this.#slots;
    return wrapForUser(random, kdf, files.rootKey, { vaultId, username, supervisor, passphrase, keyring });
  }

  /** The slots first, then the manifest that asks for at least this revision: a crash between the two locks nobody out. */
  #save(slots: KeySlots['slots']): void {
    const { slotsFile, files, manifest, store } = this.#parts;
    const { readOnly, reason } = store.status();
    if (readOnly) throw new StoreReadOnlyError(reason ?? '');
    const next = { ...this.#slots, revision: this.#slots.revision + 1, slots };
    slotsFile.write(files.rootKey, next);
    this.#slots = next;
    manifest.write({ keysRevision: next.revision });
  }
}
