import { createHash } from 'node:crypto';
import type { Random } from '#shared/lib/deps.ts';
import { utf8 } from '../store/bytes.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import { errorCode, type FileSystem, readWholeFile, replaceFile, withFile, writeFully } from '../store/file-system.ts';
import { SET_ASIDE, STAGING, vaultFiles } from './vault-folders.ts';

const MARK = 'erasing.ncb';
const KEYS = /^keys-[ab]\.ncb/;

export interface EraseDeps {
  readonly fs: FileSystem;
  readonly random: Random;
  readonly vaultDir: string;
  /** Files of the profile outside the vault that tell of its people: the settings. */
  readonly besides: readonly string[];
}

export interface Erased {
  /** SHA-256 of the key-slot file that was destroyed, in hexadecimal digits; null where there was none any more. */
  readonly keySlotsSha256: string | null;
  /** Copies of key slots that were overwritten and removed. */
  readonly keyFiles: number;
  readonly files: number;
  readonly bytes: number;
  /** Sealed files that could not be removed yet; the next start goes on. No key opens them. */
  readonly left: number;
}

/** The keys are still there, and open the store as before. */
export class KeysNotDestroyed extends Error {
  override readonly name = 'KeysNotDestroyed';
}

/**
 * Makes everything of this workstation unreadable:
 *
 *   mark written → every copy of the key slots overwritten → they are removed → sealed files removed → settings removed → mark removed
 *
 * From the second step on, what remains on the medium is noise to everybody. A crash after the first ends with `finishErasure`.
 * @throws KeysNotDestroyed while the keys could not be overwritten
 */
export function erase(deps: EraseDeps): Erased {
  const { fs } = deps;
  const profile = profileOf(deps);
  replaceFile(fs, profile, MARK, utf8('{"format":"ncb-erasing","version":1}\n'));
  const keys = destroyKeys(deps);
  const removed = removeFiles(deps);
  const isDone = removed.left === 0 && removeMark(deps);
  return { ...keys, ...removed, left: isDone ? 0 : Math.max(1, removed.left) };
}

/** Ends an erasure that was interrupted. False when there is none to end. */
export function finishErasure(deps: EraseDeps): boolean {
  if (!isErasing(deps)) return false;
  erase(deps);
  return true;
}

const profileOf = ({ fs, vaultDir }: EraseDeps): string => fs.join(vaultDir, '..');

const isErasing = (deps: EraseDeps): boolean => deps.fs.exists(deps.fs.join(profileOf(deps), MARK));

function removeMark(deps: EraseDeps): boolean {
  try {
    deps.fs.remove(deps.fs.join(profileOf(deps), MARK));
    deps.fs.syncFolder(profileOf(deps));
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

/** The vault, a restore that was under way, and every vault that a restore has set aside: each has its own copy of the keys. */
function vaultFolders(deps: EraseDeps): readonly string[] {
  const { fs, vaultDir } = deps;
  const profile = profileOf(deps);
  const vaultPath = fs.join(vaultDir, '.');
  const isAside = (path: string) => path.startsWith(vaultPath + SET_ASIDE);
  const aside = fs
    .list(profile)
    .map((name) => fs.join(profile, name))
    .filter(isAside);
  return [vaultPath, vaultPath + STAGING, ...aside];
}

function destroyKeys(deps: EraseDeps): Pick<Erased, 'keySlotsSha256' | 'keyFiles'> {
  const { fs, random } = deps;
  const keySlotsSha256 = fingerprint(deps);
  const found = vaultFolders(deps).flatMap((dir) => vaultFiles(fs, dir).filter(({ name }) => KEYS.test(name)));
  try {
    for (const { path } of found) overwrite(fs, random, path);
    for (const { path, folder } of found) {
      fs.remove(path);
      fs.syncFolder(folder);
    }
  } catch (error) {
    throw new KeysNotDestroyed('the key slots could not be destroyed', { cause: error });
  }
  return { keySlotsSha256, keyFiles: found.length };
}

function fingerprint({ fs, vaultDir }: EraseDeps): string | null {
  const path = KEYS_FILES.map((name) => fs.join(vaultDir, name)).find((candidate) => fs.exists(candidate));
  return path === undefined ? null : createHash('sha256').update(readWholeFile(fs, path)).digest('hex');
}

/** In place, so that the medium's own blocks are written over where it has any. */
function overwrite(fs: FileSystem, random: Random, path: string): void {
  withFile(fs, path, 'update', (file) => {
    writeFully(fs, file, random.bytes(fs.size(file)), 0);
    fs.fsync(file);
  });
}

function removeFiles(deps: EraseDeps): Pick<Erased, 'files' | 'bytes' | 'left'> {
  const { fs, besides } = deps;
  const removed = { files: 0, bytes: 0, left: 0 };
  const paths = vaultFolders(deps).flatMap((dir) => vaultFiles(fs, dir).map(({ path }) => path));
  for (const path of [...paths, ...besides.filter((path) => fs.exists(path))]) {
    try {
      const bytes = withFile(fs, path, 'read', (file) => fs.size(file));
      fs.remove(path);
      removed.files += 1;
      removed.bytes += bytes;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      removed.left += 1;
    }
  }
  return removed;
}
