import type { Clock, Random } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { fromHex } from '../store/bytes.ts';
import type { ReadDb, Store } from '../store/database.ts';
import { NewerFormatError, type OpenNotice, StoreDamagedError } from '../store/errors.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import { type FileSystem, readingFileSystem } from '../store/file-system.ts';
import { ManifestFile } from '../store/manifest.ts';
import type { Migration } from '../store/migrate.ts';
import { createStore, type OpenedStore, openStore, type StoreOptions } from '../store/open-store.ts';
import { keepCopy } from '../store/quarantine.ts';
import { type RootKey, RootKeys } from '../store/root-keys.ts';
import type { StoreTuning } from '../store/sealed-store.ts';
import { asKey, clearKey, KEY_BYTES } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { type AttachmentStore, SealedAttachments } from './attachment-store.ts';
import { AttemptLog, type Attempts, uncountedAttempts } from './attempts.ts';
import { DamagedAfterUnlock, readablePart } from './damage.ts';
import type { CreateVaultError, OpenVaultError } from './errors.ts';
import { makeFirstSlots, writeFirstSlots } from './first-slots.ts';
import type { Kdf } from './kdf.ts';
import { calibrate } from './kdf-calibration.ts';
import { rootKeysOf } from './key-custody.ts';
import { type KeySlots, KeySlotsFile, passphraseSlots, type StoredKeySlots, slotsAreGenuine } from './key-slots.ts';
import { isProtecting, type Keyring } from './keyring.ts';
import { OpenVault, type VaultUser } from './open-vault.ts';
import { isStrongPassphrase, isUsableUsername } from './passphrase-rule.ts';
import { nodeProcesses, type Processes } from './processes.ts';
import { formatRecoveryKey } from './recovery-key.ts';
import { beginCreation, endCreation, remainsIn } from './remains.ts';
import {
  normaliseUsername,
  type Unlocked,
  unlockWithPassphrase,
  unlockWithRecoveryKey,
  whateverTheDiskSays,
} from './unlock.ts';
import { lockVault, type VaultLock } from './vault-lock.ts';

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
  /** The version of this application, written into the manifest. */
  readonly appVersion?: string;
}

export interface CreateVaultOptions extends VaultOptions {
  /** Becomes a supervisor of the vault; `withKeyring`: needs the keyring as well as the passphrase. */
  readonly firstUser: { readonly username: string; readonly passphrase: string; readonly withKeyring?: boolean };
}

export interface OpenVaultOptions extends VaultOptions {
  readonly unlock: { readonly username: string; readonly passphrase: string } | { readonly recoveryKey: string };
  /** `done` goes from 0 to 1 within each phase. */
  readonly onProgress?: (progress: { phase: 'unlocking' | 'loading'; done: number }) => void;
  /** A person has decided to go on with what can be read of a damaged store. Nothing is deleted. */
  readonly salvage?: boolean;
  /** A person has decided that the program that seems to hold the vault is not running. */
  readonly takeOver?: boolean;
  /**
   * Opens what can be read without writing anything to the folder: no lock, no count of attempts, no repair. For somebody whose
   * passphrase was accepted, and counted, by an open before.
   */
  readonly look?: boolean;
  /** Called with a damaged store's database as far as it can be read: to tell a person what going on from there would cost. */
  readonly lookAt?: (db: ReadDb) => void;
}

/** An open vault. `store.close()` closes all three. */
export interface VaultParts {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly vault: OpenVault;
}

export interface VaultState {
  readonly exists: boolean;
  /** There are files of a store, and no key slots that could open it. */
  readonly keysMissing: boolean;
  /** The names the sign-in screen lists, in order; empty when the key slots cannot be read. */
  readonly usernames: readonly string[];
}

const VAULT_ID_BYTES = 16;
const FIRST_EPOCH = 1;

/** Whoever only looks holds nothing, and could not acknowledge anything. */
const NO_LOCK: VaultLock = { isHeld: () => false, release: () => undefined };

/** Whether there is a vault in this folder, and who can open it. Reads nothing that is sealed. */
export function vaultState(dir: string, fs: FileSystem): VaultState {
  const file = new KeySlotsFile(fs, dir);
  if (!file.exists()) return { exists: false, keysMissing: remainsIn(fs, dir) === 'store', usernames: [] };
  const state = { exists: true, keysMissing: false };
  try {
    const users = passphraseSlots(file.read().stored.slots);
    return { ...state, usernames: users.map((slot) => slot.username).sort() };
  } catch (error) {
    if (error instanceof StoreDamagedError || error instanceof NewerFormatError) return { ...state, usernames: [] };
    throw error;
  }
}

/**
 * Makes a new vault with its first user. The key slots are written last: an interrupted creation is no vault, and what it
 * left is set aside. Over a store that has lost its key slots nothing is made. The recovery key is returned this one time.
 * @throws the operating system's errors; nothing is left that could be taken for a vault
 */
export async function createVault(
  options: CreateVaultOptions,
): Promise<Result<VaultParts & { readonly recoveryKey: string }, CreateVaultError>> {
  const { dir, fs, firstUser, keyring } = options;
  const username = normaliseUsername(firstUser.username);
  if (!isUsableUsername(username)) return err({ kind: 'unusable-username' });
  if (!isStrongPassphrase(firstUser.passphrase)) return err({ kind: 'weak-passphrase' });
  if (firstUser.withKeyring && !(keyring && isProtecting(keyring))) return err({ kind: 'weak-keyring' });
  fs.makeFolder(dir);
  const lock = takeLock(options, false);
  if (!lock.ok) return lock;
  try {
    const slotsFile = new KeySlotsFile(fs, dir);
    const exists = slotsFile.exists();
    if (!exists && remainsIn(fs, dir) !== 'store') return ok(await build(options, username, slotsFile, lock.value));
    lock.value.release();
    return err({ kind: exists ? 'vault-exists' : 'keys-missing' });
  } catch (error) {
    lock.value.release();
    throw error;
  }
}

/**
 * Opens a vault: unlocks the root key, verifies the manifest, decrypts the snapshot, replays the journals.
 * @throws the operating system's errors of a disk that cannot be read
 */
export async function openVault(asked: OpenVaultOptions): Promise<Result<VaultParts, OpenVaultError>> {
  const options = asked.look ? { ...asked, fs: readingFileSystem(asked.fs), salvage: true } : asked;
  const { dir, fs } = options;
  const slotsFile = new KeySlotsFile(fs, dir);
  if (!slotsFile.exists()) return err({ kind: 'no-vault' });
  const lock = options.look ? ok(NO_LOCK) : takeLock(options, options.takeOver ?? false);
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
  beginCreation(fs, dir);
  const root: RootKey = { epoch: FIRST_EPOCH, key: asKey(random.bytes(KEY_BYTES)) };
  const files = storeFiles(options, random.bytes(VAULT_ID_BYTES), new RootKeys(root));
  const recoveryKey = asKey(random.bytes(KEY_BYTES));
  const processes = options.processes ?? nodeProcesses;
  const cost = await calibrate({ kdf, monotonicMs: () => processes.monotonicMs() });
  const { passphrase, withKeyring = false } = firstUser;
  const first = { username, supervisor: true, passphrase, keyring: withKeyring ? keyring : undefined, cost };
  const slots = await makeFirstSlots(options, files, recoveryKey, first);
  const attempts = attemptLog(options, files);
  attempts.create();
  const attachments = new SealedAttachments(files, random);
  const { store, manifest } = await createStore(storeOptions(options, files, lock, attachments), slots.revision);
  writeFirstSlots(files, slotsFile, root, slots);
  endCreation(fs, dir);
  const openedBy: VaultUser = { username, supervisor: true };
  const vault = new OpenVault({
    ...sharedParts(options, lock),
    files,
    cost,
    attempts,
    attachments,
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

async function unlockAndLoad(
  options: OpenVaultOptions,
  slotsFile: KeySlotsFile,
  lock: VaultLock,
): Promise<Result<VaultParts, OpenVaultError>> {
  const { dir, fs, random, onProgress } = options;
  const { stored, notices } = slotsFile.read();
  const vaultId = fromHex(stored.slots.vaultId);
  const attempts = options.look ? uncountedAttempts : attemptLog(options, { fs, dir, vaultId });
  onProgress?.({ phase: 'unlocking', done: 0 });
  const unlocked = await unlock(options, stored.slots, attempts);
  if (!unlocked.ok) return unlocked;
  onProgress?.({ phase: 'unlocking', done: 1 });
  const { root, slot } = unlocked.value;
  const files = storeFiles(options, vaultId, provenKeys(root, stored));
  const openedBy = slot && { username: slot.username, supervisor: slot.supervisor };
  let manifest: ReturnType<typeof readManifest> | undefined;
  let opened: OpenedStore | undefined;
  try {
    manifest = readManifest(files, stored);
    const attachments = new SealedAttachments(files, random);
    opened = await openStore(storeOptions(options, files, lock, attachments), manifest.file);
    const { store } = opened;
    if (notices.length > 0) whateverTheDiskSays(() => slotsFile.write(root, stored.slots));
    endCreation(fs, dir);
    if (slot === null || slot.supervisor) whateverTheDiskSays(() => attempts.settle());
    const found = [...notices, ...manifest.notices, ...opened.notices];
    const parts = {
      ...sharedParts(options, lock),
      files,
      cost: undefined,
      attempts,
      attachments,
      slotsFile,
      slots: stored.slots,
      manifest: manifest.file,
      store,
      openedBy,
    };
    return ok({ store, attachments, vault: new OpenVault({ ...parts, notices: found }) });
  } catch (error) {
    const told = error instanceof StoreDamagedError && !options.salvage;
    const readable = told && manifest ? await readablePart(files, manifest.file.current, options) : undefined;
    throw told ? new DamagedAfterUnlock(error, readable) : error;
  } finally {
    if (!opened) files.keys.clear();
  }
}

async function unlock(
  { unlock, kdf, keyring }: OpenVaultOptions,
  slots: KeySlots,
  attempts: Attempts,
): Promise<Result<Unlocked, OpenVaultError>> {
  return 'recoveryKey' in unlock
    ? unlockWithRecoveryKey(slots, unlock.recoveryKey)
    : unlockWithPassphrase({ kdf, keyring, attempts }, slots, unlock);
}

/** @throws StoreDamagedError if the slots were changed without the root key */
function provenKeys(root: RootKey, stored: StoredKeySlots): RootKeys {
  if (slotsAreGenuine(root, stored)) return rootKeysOf(root, stored.slots);
  clearKey(root.key);
  throw new StoreDamagedError(KEYS_FILES[0], 'the key slots were changed from outside');
}

/** @throws StoreDamagedError if the slots were put back from an older copy */
function readManifest(
  files: StoreFiles,
  stored: StoredKeySlots,
): { file: ManifestFile; notices: readonly OpenNotice[] } {
  const file = new ManifestFile(files);
  const notices = file.read();
  if (stored.slots.revision < file.current.keysRevision) {
    throw new StoreDamagedError(KEYS_FILES[0], 'the key slots were put back from an older copy');
  }
  return { file, notices };
}

/** What the vault takes over from how it was opened. */
function sharedParts({ random, kdf, keyring, processes = nodeProcesses }: VaultOptions, lock: VaultLock) {
  return { random, kdf, keyring, processes, fence: () => lock.isHeld() };
}

function attemptLog({ processes = nodeProcesses }: VaultOptions, files: Omit<StoreFiles, 'keys'>): AttemptLog {
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

const storeFiles = ({ fs, dir, appVersion }: VaultOptions, vaultId: Uint8Array, keys: RootKeys): StoreFiles => ({
  fs,
  dir,
  vaultId,
  keys,
  ...(appVersion !== undefined && { appVersion }),
});

function problemOf(error: unknown, { fs, dir }: OpenVaultOptions): OpenVaultError {
  if (error instanceof NewerFormatError) {
    const { file, found, supported, writtenBy } = error;
    return { kind: 'newer-version', file, found, supported, writtenBy };
  }
  const damage = error instanceof DamagedAfterUnlock ? error.damage : error;
  if (!(damage instanceof StoreDamagedError)) throw error;
  const kept = keepCopy(fs, dir, damage.file);
  const { file, what } = damage;
  const quarantined = kept === undefined ? [] : [kept];
  const met = error instanceof DamagedAfterUnlock ? error : undefined;
  return { kind: 'damaged', file, what, quarantined, unlocked: met !== undefined, readable: met?.readable };
}
