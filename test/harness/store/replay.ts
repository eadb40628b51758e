import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import { commit, create } from './life-steps.ts';
import { mutatedProduct } from './mutated-bundle.ts';
import type { Findings, Product } from './product.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { DIR, laterProcess, SMALL, VaultLife } from './vault-life.ts';

/** A program that notes one row more than each statement has changed: its journals cannot be replayed as they ran. */
const MISCOUNTING = [
  {
    file: 'electron/core/store/record-codec.ts',
    find: 'this.#writer.varint(changes);',
    replace: 'this.#writer.varint(changes + 1);',
  },
] as const;

/** Opens a vault whose journal, well sealed, tells of another outcome than its statements have: it must be refused. */
export async function replayOtherwise(product: Product): Promise<Findings> {
  const recording = new RecordingFileSystem();
  const life = new VaultLife(await mutatedProduct(MISCOUNTING), recording);
  await create(life);
  await commit(10)(life);
  life.leave();
  const options = { ...vaultOptions(DIR, recording.disk), ...SMALL, processes: laterProcess(9) };
  const opened = await product.openVault({ ...options, unlock: FIRST_USER });
  if (!opened.ok && opened.error.kind === 'damaged') return { cases: 1, problems: [] };
  if (opened.ok) opened.value.store.close();
  return { cases: 1, problems: ['a journal whose statements do something else now is replayed'] };
}
