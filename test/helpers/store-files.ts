import type { FileSystem } from '#core/store/file-system.ts';
import { RootKeys } from '#core/store/root-keys.ts';
import { asKey } from '#core/store/sealing.ts';
import type { StoreFiles } from '#core/store/store-files.ts';
import { systemRandom } from './vault.ts';

/** The identity of a store without a vault around it: for the parts that only need a key and a folder. */
export function storeFiles(fs: FileSystem, dir = '/store'): StoreFiles {
  return {
    fs,
    dir,
    vaultId: systemRandom.bytes(16),
    keys: new RootKeys({ epoch: 1, key: asKey(systemRandom.bytes(32)) }),
  };
}
