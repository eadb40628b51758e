import { view } from './bytes.ts';
import { journalName, parseNumberedName, snapshotName } from './file-names.ts';
import { withFile } from './file-system.ts';
import { JOURNAL_EPOCH_AT } from './journal-format.ts';
import { SNAPSHOT_EPOCH_AT } from './snapshot.ts';
import type { StoreFiles } from './store-files.ts';

/** How many files there are of a kind, and how many of them are sealed under the current root key. */
export interface SealedUnderCurrent {
  readonly done: number;
  readonly total: number;
}

/** Of the snapshots and journals in the folder, named by the manifest or not: each keeps its root key needed. */
export function numberedFiles(files: StoreFiles): SealedUnderCurrent {
  const epochs = files.fs.list(files.dir).flatMap((name) => {
    const found = parseNumberedName(name);
    if (!found) return [];
    return found.kind === 'snapshot'
      ? [epochAt(files, snapshotName(found.generation), SNAPSHOT_EPOCH_AT)]
      : [epochAt(files, journalName(found.generation), JOURNAL_EPOCH_AT)];
  });
  return { done: epochs.filter((epoch) => epoch === files.keys.epoch).length, total: epochs.length };
}

/** What the header says, unproven: whoever uses the file proves it. */
function epochAt({ fs, dir }: StoreFiles, name: string, position: number): number | undefined {
  const bytes = withFile(fs, fs.join(dir, name), 'read', (file) => fs.read(file, position, 4));
  return bytes.length === 4 ? view(bytes).getUint32(0) : undefined;
}
