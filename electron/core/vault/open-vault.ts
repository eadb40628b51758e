import type { Random } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Store } from '../store/database.ts';
import type { OpenNotice } from '../store/errors.ts';
import type { ManifestFile } from '../store/manifest.ts';
import { asKey, clearKey, KEY_BYTES, type Key } from '../store/sealing.ts';
import { verifySpare } from '../store/spare.ts';
import type { StoreFiles } from '../store/store-files.ts';
import type { SealedAttachments } from './attachment-store.ts';
import type { Attempts } from './attempts.ts';
import type {
  AddUserError,
  ChangePassphraseError,
  NeedKeyringError,
  PassphraseCheckError,
  RemoveUserError,
  ResetPassphraseError,
} from './errors.ts';
import type { Kdf, KdfParameters } from './kdf.ts';
import { calibrate } from './kdf-calibration.ts';
import { KeyCustody } from './key-custody.ts';
import { KeyRotation, type RotationOutcome, type RotationProgress } from './key-rotation.ts';
import { type KeySlot, type KeySlots, type KeySlotsFile, type PassphraseSlot, passphraseSlots } from './key-slots.ts';
import { givesBack, isProtecting, type Keyring } from './keyring.ts';
import { isStrongPassphrase, isUsableUsername } from './passphrase-rule.ts';
import type { Processes } from './processes.ts';
import { formatRecoveryKey } from './recovery-key.ts';
import { normaliseUsername, unlockWithPassphrase } from './unlock.ts';
import { type SlotBody, slotForRecovery, slotForUser, wrapRoot } from './wrapping.ts';

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
  /** What a new passphrase costs, if it has been measured already. */
  readonly cost: KdfParameters | undefined;
  readonly processes: Processes;
  readonly keyring: Keyring | undefined;
  readonly attempts: Attempts;
  readonly slotsFile: KeySlotsFile;
  readonly slots: KeySlots;
  readonly manifest: ManifestFile;
  readonly store: Store;
  readonly attachments: SealedAttachments;
  /** Whether this process still holds the vault. */
  readonly fence: () => boolean;
  /** Whose passphrase opened it; null for the recovery key. */
  readonly openedBy: VaultUser | null;
  readonly notices: readonly OpenNotice[];
}

/** The keys of an open vault: who can open it, and how. Who may change that is the caller's question. */
export class OpenVault {
  readonly #parts: OpenVaultParts;
  readonly #custody: KeyCustody;
  readonly #rotation: KeyRotation;
  #cost: Promise<KdfParameters> | undefined;
  #changes: Promise<unknown> = Promise.resolve();
  /** Whose passphrase opened it; null for the recovery key. */
  readonly openedBy: VaultUser | null;
  /** What the open found and dealt with. */
  readonly notices: readonly OpenNotice[];

  constructor(parts: OpenVaultParts) {
    this.#parts = parts;
    this.#custody = new KeyCustody(parts);
    this.#rotation = new KeyRotation({ ...parts, dropRetired: (epoch) => this.#dropRetired(epoch) });
    this.#cost = parts.cost && Promise.resolve(parts.cost);
    this.openedBy = parts.openedBy;
    this.notices = parts.notices;
  }

  /** The sealed files and the key that reads them through: for what copies the vault as a whole and verifies the copy. */
  get files(): StoreFiles {
    return this.#parts.files;
  }

  users(): readonly VaultUser[] {
    return passphraseSlots(this.#custody.slots).map(({ username, supervisor }) => ({ username, supervisor }));
  }

  addUser(username: string, passphrase: string, options: UserOptions = {}): Promise<Result<void, AddUserError>> {
    return this.#oneAtATime(async () => {
      const name = normaliseUsername(username);
      if (!isUsableUsername(name)) return err({ kind: 'unusable-username' });
      if (!isStrongPassphrase(passphrase)) return err({ kind: 'weak-passphrase' });
      if (this.#slotOf(name)) return err({ kind: 'username-taken' });
      const { keyring } = this.#parts;
      if (options.withKeyring && !(keyring && isProtecting(keyring))) return err({ kind: 'weak-keyring' });
      const supervisor = options.supervisor ?? false;
      const slot = await this.#newSlot(name, supervisor, passphrase, options.withKeyring ? keyring : undefined);
      this.#custody.save([...this.#custody.slots.slots, slot]);
      return ok(undefined);
    });
  }

  /** Takes a user's way in, and the root key that user knows. The last supervisor's stays. */
  removeUser(username: string): Promise<Result<void, RemoveUserError>> {
    return this.#oneAtATime(async () => {
      const slot = this.#slotOf(normaliseUsername(username));
      if (!slot) return err({ kind: 'no-such-user' });
      const others = this.users().filter((user) => user.supervisor && user.username !== slot.username);
      if (slot.supervisor && others.length === 0) return err({ kind: 'last-supervisor' });
      await this.#rotate(this.#custody.slots.slots.filter((candidate) => candidate !== slot));
      this.#parts.attempts.clear(slot.username);
      return ok(undefined);
    });
  }

  /** A user's own change: the passphrase so far is asked for, and wrong ones count as they do at the door. */
  changePassphrase(username: string, current: string, next: string): Promise<Result<void, ChangePassphraseError>> {
    return this.#oneAtATime(async () => {
      if (!isStrongPassphrase(next)) return err({ kind: 'weak-passphrase' });
      const checked = await this.checkPassphrase(username, current);
      return checked.ok ? this.#setPassphrase(username, next) : checked;
    });
  }

  /** Whether this is the user's passphrase: to confirm an action while the vault is open. */
  async checkPassphrase(username: string, passphrase: string): Promise<Result<void, PassphraseCheckError>> {
    const unlocked = await unlockWithPassphrase(this.#parts, this.#custody.slots, { username, passphrase });
    if (!unlocked.ok) return unlocked;
    clearKey(unlocked.value.root.key);
    return ok(undefined);
  }

  /** A supervisor's act, or one after opening with the recovery key: the old passphrase is not asked for. Also releases the name. */
  resetPassphrase(username: string, next: string): Promise<Result<void, ResetPassphraseError>> {
    return this.#oneAtATime(() => this.#setPassphrase(username, next));
  }

  /** Makes a user a supervisor of the vault or an ordinary user; the passphrase stays, so it has to be given. */
  setSupervisor(
    username: string,
    supervisor: boolean,
    passphrase: string,
  ): Promise<Result<void, PassphraseCheckError | RemoveUserError>> {
    return this.#oneAtATime(async () => {
      const checked = await this.checkPassphrase(username, passphrase);
      if (!checked.ok) return checked;
      const name = normaliseUsername(username);
      const others = this.users().filter((user) => user.supervisor && user.username !== name);
      if (!supervisor && others.length === 0) return err({ kind: 'last-supervisor' });
      await this.#replaceSlot(name, supervisor, passphrase, this.#keyringOf(name));
      return ok(undefined);
    });
  }

  /** Whether this user's way in needs the operating system's keyring as well as the passphrase. */
  needsKeyring(username: string): boolean {
    return Boolean(this.#slotOf(normaliseUsername(username))?.keyring);
  }

  /** Makes a user's way in need the keyring as well, or not any more; the passphrase stays, so it has to be given. */
  needKeyring(username: string, needed: boolean, passphrase: string): Promise<Result<void, NeedKeyringError>> {
    return this.#oneAtATime(async () => {
      const keyring = needed ? this.#protectingKeyring() : undefined;
      if (needed && !keyring) return err({ kind: 'weak-keyring' });
      const checked = await this.checkPassphrase(username, passphrase);
      if (!checked.ok) return checked;
      if (keyring && !(await givesBack(keyring, this.#parts.random))) return err({ kind: 'keyring-unavailable' });
      const name = normaliseUsername(username);
      await this.#replaceSlot(name, this.#slotOf(name)?.supervisor ?? false, passphrase, keyring);
      return ok(undefined);
    });
  }

  /** Lets a name that was locked after ten wrong passphrases try again. */
  releaseUser(username: string): void {
    this.#parts.attempts.clear(normaliseUsername(username));
  }

  /** Makes a new recovery key, to be printed once; the one before opens nothing any more, and knows no root key in use. */
  replaceRecoveryKey(): Promise<string> {
    return this.#oneAtATime(async () => {
      const recoveryKey = asKey(this.#parts.random.bytes(KEY_BYTES));
      const { vaultId, slots } = this.#custody.slots;
      const endorsement = this.#custody.endorsement();
      const slot = await slotForRecovery(this.#parts.random, vaultId, endorsement, recoveryKey);
      clearKey(endorsement);
      await this.#rotate([...slots.filter((candidate) => candidate.kind !== 'recovery'), slot]);
      const printed = formatRecoveryKey(recoveryKey);
      clearKey(recoveryKey);
      return printed;
    });
  }

  /** A new root key for everyone who has a slot. The files are sealed anew by `continueRotation`, now or at a later open. */
  rotateRootKey(): Promise<void> {
    return this.#oneAtATime(() => this.#rotate(this.#custody.slots.slots));
  }

  /** How far the sealing anew is; null when no file needs an earlier root key. */
  rotation(): RotationProgress | null {
    return this.#rotation.progress();
  }

  /** The number of the root key: 1 in a new vault, one more with each rotation. */
  get keyEpoch(): number {
    return this.#parts.files.keys.epoch;
  }

  /** Goes on with sealing anew what is still sealed under an earlier root key, a chunk at a time, to its end if it can. */
  continueRotation(): Promise<RotationOutcome> {
    return this.#rotation.run();
  }

  /** Calls `listener` when a rotation begins, with each file it has done, and when it ends. Returns how to stop. */
  onRotation(listener: () => void): () => void {
    return this.#rotation.onProgress(listener);
  }

  /** A key for another purpose of this workstation, the same at each open until the root key is rotated. The caller clears it. */
  keyFor(purpose: string): Key {
    const { keys, vaultId } = this.#parts.files;
    return keys.derive(keys.epoch, vaultId, 'purpose/', purpose);
  }

  /** Reads through the files that only a recovery would need: for a quiet moment. */
  verifySpareFiles(): readonly OpenNotice[] {
    return this.#parts.store.status().readOnly ? [] : verifySpare(this.#parts.files, this.#parts.manifest);
  }

  #slotOf(name: string): PassphraseSlot | undefined {
    return passphraseSlots(this.#custody.slots).find((slot) => slot.username === name);
  }

  /** The keyring, if this user's way in needs it so far. */
  #keyringOf(name: string): Keyring | undefined {
    return this.needsKeyring(name) ? this.#protectingKeyring() : undefined;
  }

  #protectingKeyring(): Keyring | undefined {
    const { keyring } = this.#parts;
    return keyring && isProtecting(keyring) ? keyring : undefined;
  }

  async #setPassphrase(username: string, next: string): Promise<Result<void, ResetPassphraseError>> {
    if (!isStrongPassphrase(next)) return err({ kind: 'weak-passphrase' });
    const name = normaliseUsername(username);
    const before = this.#slotOf(name);
    if (!before) return err({ kind: 'no-such-user' });
    await this.#replaceSlot(name, before.supervisor, next, this.#keyringOf(name));
    this.#parts.attempts.clear(name);
    return ok(undefined);
  }

  /** With a new key pair: whoever keeps an older copy of the file and knows the passphrase so far gets no later root key. */
  async #replaceSlot(name: string, supervisor: boolean, passphrase: string, keyring?: Keyring): Promise<void> {
    const before = this.#slotOf(name);
    const slot = await this.#newSlot(name, supervisor, passphrase, keyring);
    this.#custody.save(this.#custody.slots.slots.map((candidate) => (candidate === before ? slot : candidate)));
  }

  async #newSlot(username: string, supervisor: boolean, passphrase: string, keyring?: Keyring): Promise<KeySlot> {
    const { random, kdf, files, processes } = this.#parts;
    const { vaultId } = this.#custody.slots;
    this.#cost ??= calibrate({ kdf, monotonicMs: () => processes.monotonicMs() });
    const user = { vaultId, username, supervisor, passphrase, keyring, cost: await this.#cost };
    const endorsement = this.#custody.endorsement();
    const body = await slotForUser(random, kdf, endorsement, user);
    const slot = await wrapRoot(random, vaultId, files.keys.current, endorsement, body);
    clearKey(endorsement);
    return slot;
  }

  async #rotate(slots: readonly (KeySlot | SlotBody)[]): Promise<void> {
    try {
      await this.#custody.rotate(slots);
    } finally {
      // The new key may be in force although something after it failed; if it is not, there is nothing to do.
      this.#rotation.begin();
    }
  }

  /** False if another rotation has begun meanwhile: then more is to be done first. Or if the vault was closed. */
  #dropRetired(epoch: number): Promise<boolean> {
    return this.#oneAtATime(async () => {
      const { keys } = this.#parts.files;
      if (keys.isCleared || keys.epoch !== epoch) return false;
      this.#custody.dropRetired();
      return true;
    });
  }

  /** Each change of the slots begins from what the one before has written. */
  #oneAtATime<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#changes.then(change, change);
    this.#changes = done.catch(() => undefined);
    return done;
  }
}
