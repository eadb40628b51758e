import type { Clock, Random } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { fromHex, toHex } from '../store/bytes.ts';
import type { Store } from '../store/database.ts';
import { NewerFormatError, type OpenNotice, StoreDamagedError } from '../store/errors.ts';
import { ATTEMPTS_FILE, KEYS_FILES, MANIFEST_FILES, parseNumberedName } from '../store/file-names.ts';
import { type FileSystem, removeQuietly } from '../store/file-system.ts';
import { ManifestFile } from '../store/manifest.ts';
import type { Migration } from '../store/migrate.ts';
import { createStore, openStore, type StoreOptions } from '../store/open-store.ts';
import { keepCopy, setAside } from '../store/quarantine.ts';
import type { StoreTuning } from '../store/sealed-store.ts';
import { asKey, clearKey, KEY_BYTES, type Key } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { type AttachmentStore, SealedAttachments } from './attachment-store.ts';
import { AttemptLog } from './attempts.ts';
import type { CreateVaultError, OpenVaultError } from './errors.ts';
import type { Kdf } from './kdf.ts';
import { type KeySlots, KeySlotsFile, passphraseSlots, type StoredKeySlots, slotsAreGenuine } from './key-slots.ts';
import { isProtecting, type Keyring } from './keyring.ts';
import { OpenVault, type VaultUser } from './open-vault.ts';
import { isStrongPassphrase, isUsableUsername } from './passphrase-rule.ts';
import { nodeProcesses, type Processes } from './processes.ts';
import { formatRecoveryKey } from './recovery-key.ts';
import {
  normaliseUsername,
  type Unlocked,
  unlockWithPassphrase,
  unlockWithRecoveryKey,
  whateverTheDiskSays,
} from './unlock.ts';
import { lockVault, type VaultLock } from './vault-lock.ts';
import { wrapForRecovery, wrapForUser } from './wrapping.ts';

export interface VaultOptions {
  /** The folder of one workstation's store, e.g. `<profile>/vault`. */
  readonly dir: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly random: Random;
  readonly kdf: Kdf;
  readonly migrations: readonly Migration[];
  readonly keyring?: Keyring;
  /** Absent: the processes of this computer. */
  readonly processes?: Processes;
  readonly tuning?: StoreTuning;
}

export interface CreateVaultOptions extends VaultOptions {
  /** Becomes a supervisor of the vault. */
  readonly firstUser: { readonly username: string; readonly passphrase: string };
}

export interface OpenVaultOptions extends VaultOptions {
  readonly unlock: { readonly username: string; readonly passphrase: string } | { readonly recoveryKey: string };
  /** `done` goes from 0 to 1 within each phase. */
  readonly onProgress?: (progress: { phase: 'unlocking' | 'loading'; done: number }) => void;
  /** A person has decided to go on with what can be read of a damaged store. Nothing is deleted. */
  readonly salvage?: boolean;
  /** A person has decided that the program that seems to hold the vault is not running. */
  readonly takeOver?: boolean;
}

/** An open vault. `store.close()` closes all three. */
export interface VaultParts {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly vault: OpenVault;
}

export interface VaultState {
  readonly exists: boolean;
  /** The names the sign-in screen lists, in order; empty when the key slots cannot be read. */
  readonly usernames: readonly string[];
}

const VAULT_ID_BYTES = 16;

/** Whether there is a vault in this folder, and who can open it. Reads nothing that is sealed. */
export function vaultState(dir: string, fs: FileSystem): VaultState {
  const file = new KeySlotsFile(fs, dir);
  if (!file.exists()) return { exists: false, usernames: [] };
  try {
    const users = passphraseSlots(file.read().stored.slots);
    return { exists: true, usernames: users.map((slot) => slot.username).sort() };
  } catch (error) {
    if (error instanceof StoreDamagedError || error instanceof NewerFormatError) return { exists: true, usernames: [] };
    throw error;
  }
}

/**
 * Makes a new vault with its first user. The key slots are written last: an interrupted creation is no vault, and what it
 * left is set aside. The recovery key is returned this one time.
 * @throws the operating system's errors; nothing is left that could be taken for a vault
 */
export async function createVault(
  options: CreateVaultOptions,
): Promise<Result<VaultParts & { readonly recoveryKey: string }, CreateVaultError>> {
  const { dir, fs, firstUser, keyring } = options;
  const username = normaliseUsername(firstUser.username);
  if (!isUsableUsername(username)) return err({ kind: 'unusable-username' });
  if (!isStrongPassphrase(firstUser.passphrase)) return err({ kind: 'weak-passphrase' });
  if (keyring && !isProtecting(keyring)) return err({ kind: 'weak-keyring' });
  fs.makeFolder(dir);
  const lock = takeLock(options, false);
  if (!lock.ok) return lock;
  try {
    const slotsFile = new KeySlotsFile(fs, dir);
    if (!slotsFile.exists()) return ok(await build(options, username, slotsFile, lock.value));
    lock.value.release();
    return err({ kind: 'vault-exists' });
  } catch (error) {
    lock.value.release();
    throw error;
  }
}

/**
 * Opens a vault: unlocks the root key, verifies the manifest, decrypts the snapshot, replays the journals.
 * @throws the operating system's errors of a disk that cannot be read
 */
export async function openVault(options: OpenVaultOptions): Promise<Result<VaultParts, OpenVaultError>> {
  const { dir, fs } = options;
  const slotsFile = new KeySlotsFile(fs, dir);
  if (!slotsFile.exists()) return err({ kind: 'no-vault' });
  const lock = takeLock(options, options.takeOver ?? false);
  if (!lock.ok) return lock;
  let opened: Result<VaultParts, OpenVaultError> | undefined;
  try {
    opened = await unlockAndLoad(options, slotsFile, lock.value);
    return opened;
  } catch (error) {
    return err(problemOf(error, options));
  } finally {
    if (!opened?.ok) lock.value.release();
  }
}

function takeLock(options: VaultOptions, takeOver: boolean): Result<VaultLock, { kind: 'in-use'; pid: number }> {
  const { fs, clock, random, dir, processes = nodeProcesses } = options;
  const lock = lockVault({ fs, clock, random, processes }, dir, takeOver);
  return lock.ok ? lock : err({ kind: 'in-use', pid: lock.error.pid });
}

async function build(
  options: CreateVaultOptions,
  username: string,
  slotsFile: KeySlotsFile,
  lock: VaultLock,
): Promise<VaultParts & { readonly recoveryKey: string }> {
  const { dir, fs, random, kdf, keyring, firstUser } = options;
  setAsideRemains(fs, dir);
  const rootKey = asKey(random.bytes(KEY_BYTES));
  const files: StoreFiles = { fs, dir, vaultId: random.bytes(VAULT_ID_BYTES), rootKey };
  const vaultId = toHex(files.vaultId);
  const recoveryKey = asKey(random.bytes(KEY_BYTES));
  const first = { vaultId, username, supervisor: true, passphrase: firstUser.passphrase, keyring };
  const userSlot = await wrapForUser(random, kdf, rootKey, first);
  const recoverySlot = wrapForRecovery(random, vaultId, rootKey, recoveryKey);
  const slots: KeySlots = { format: 'ncb-keys', version: 1, vaultId, revision: 1, slots: [userSlot, recoverySlot] };
  const attempts = attemptLog(options, files);
  attempts.create();
  const attachments = new SealedAttachments(files, random);
  const { store, manifest } = await createStore(storeOptions(options, files, lock, attachments), slots.revision);
  writeFirstSlots(options, slotsFile, rootKey, slots);
  const openedBy: VaultUser = { username, supervisor: true };
  const vault = new OpenVault({
    ...options,
    files,
    keyring,
    attempts,
    slotsFile,
    slots,
    manifest,
    store,
    openedBy,
    notices: [],
  });
  const printed = formatRecoveryKey(recoveryKey);
  clearKey(recoveryKey);
  return { store, attachments, vault, recoveryKey: printed };
}

/** A vault whose creation failed here was never shown to anybody: no slot of it may stay behind. */
function writeFirstSlots({ fs, dir }: VaultOptions, slotsFile: KeySlotsFile, rootKey: Key, slots: KeySlots): void {
  try {
    slotsFile.write(rootKey, slots);
  } catch (error) {
    for (const name of KEYS_FILES) removeQuietly(fs, fs.join(dir, name));
    throw error;
  }
}

async function unlockAndLoad(
  options: OpenVaultOptions,
  slotsFile: KeySlotsFile,
  lock: VaultLock,
): Promise<Result<VaultParts, OpenVaultError>> {
  const { dir, fs, random, onProgress } = options;
  const { stored, notices } = slotsFile.read();
  const vaultId = fromHex(stored.slots.vaultId);
  const attempts = attemptLog(options, { fs, dir, vaultId });
  onProgress?.({ phase: 'unlocking', done: 0 });
  const unlocked = await unlock(options, stored.slots, attempts);
  if (!unlocked.ok) return unlocked;
  onProgress?.({ phase: 'unlocking', done: 1 });
  const { rootKey, slot } = unlocked.value;
  const files: StoreFiles = { fs, dir, vaultId, rootKey };
  try {
    const manifest = readManifest(files, stored);
    if (notices.length > 0) whateverTheDiskSays(() => slotsFile.write(rootKey, stored.slots));
    const attachments = new SealedAttachments(files, random);
    const opened = await openStore(storeOptions(options, files, lock, attachments), manifest.file);
    const { store } = opened;
    if (slot === null || slot.supervisor) whateverTheDiskSays(() => attempts.settle());
    const openedBy = slot && { username: slot.username, supervisor: slot.supervisor };
    const found = [...notices, ...manifest.notices, ...opened.notices];
    const parts = {
      ...options,
      files,
      attempts,
      slotsFile,
      slots: stored.slots,
      manifest: manifest.file,
      store,
      openedBy,
    };
    return ok({ store, attachments, vault: new OpenVault({ ...parts, keyring: options.keyring, notices: found }) });
  } catch (error) {
    clearKey(rootKey);
    throw error;
  }
}

async function unlock(
  { unlock, kdf, keyring }: OpenVaultOptions,
  slots: KeySlots,
  attempts: AttemptLog,
): Promise<Result<Unlocked, OpenVaultError>> {
  return 'recoveryKey' in unlock
    ? unlockWithRecoveryKey(slots, unlock.recoveryKey)
    : unlockWithPassphrase({ kdf, keyring, attempts }, slots, unlock);
}

/** @throws StoreDamagedError if the slots were changed without the root key, or put back from an older copy */
function readManifest(
  files: StoreFiles,
  stored: StoredKeySlots,
): { file: ManifestFile; notices: readonly OpenNotice[] } {
  if (!slotsAreGenuine(files.rootKey, stored)) {
    throw new StoreDamagedError(KEYS_FILES[0], 'the key slots were changed from outside');
  }
  const file = new ManifestFile(files);
  const notices = file.read();
  if (stored.slots.revision < file.current.keysRevision) {
    throw new StoreDamagedError(KEYS_FILES[0], 'the key slots were put back from an older copy');
  }
  return { file, notices };
}

function attemptLog({ processes = nodeProcesses }: VaultOptions, files: Omit<StoreFiles, 'rootKey'>): AttemptLog {
  return new AttemptLog(files.fs, files.dir, files.vaultId, () => processes.uptimeMs());
}

function storeOptions(
  options: VaultOptions & Partial<OpenVaultOptions>,
  files: StoreFiles,
  lock: VaultLock,
  attachments: AttachmentStore,
): StoreOptions {
  const { random, migrations, tuning, salvage, onProgress } = options;
  return {
    files,
    random,
    migrations,
    ...(tuning && { tuning }),
    ...(salvage && { salvage }),
    onProgress: (done) => onProgress?.({ phase: 'loading', done }),
    fence: () => lock.isHeld(),
    onClose: () => {
      attachments.close();
      lock.release();
    },
  };
}

/** Files of a vault whose keys are gone or were never written. They open with nothing, but are not ours to delete. */
function setAsideRemains(fs: FileSystem, dir: string): void {
  const ours = new Set<string>([...MANIFEST_FILES, ATTEMPTS_FILE]);
  for (const name of fs.list(dir)) {
    if (ours.has(name) || parseNumberedName(name)) setAside(fs, dir, name);
  }
}

function problemOf(error: unknown, { fs, dir }: OpenVaultOptions): OpenVaultError {
  if (error instanceof NewerFormatError) {
    const { file, found, supported } = error;
    return { kind: 'newer-version', file, found, supported };
  }
  if (!(error instanceof StoreDamagedError)) throw error;
  const kept = keepCopy(fs, dir, error.file);
  return { kind: 'damaged', file: error.file, what: error.what, quarantined: kept === undefined ? [] : [kept] };
}
