import { StoreDamagedError } from './errors.ts';
import { lastGenuineSequence, readJournalHeader } from './journal-reader.ts';
import type { Manifest } from './manifest.ts';
import type { ChainPoint, StoreFiles } from './store-files.ts';

/** What is lost by going on with what precedes the damage, as far as the files still tell. */
export interface Loss {
  /** Saved transactions that cannot be read any more. */
  readonly transactions: number;
  /** False: there may have been more. */
  readonly exact: boolean;
}

/**
 * Counts the transactions behind the damage. Where a journal ended is written in the header of the next one, and in the
 * manifest after an orderly close; else the last genuine record behind the damage is the best that can be known.
 * @param journals those since the snapshot, in order
 * @param end the last transaction that could be read
 */
export function lossAfter(files: StoreFiles, manifest: Manifest, journals: readonly number[], end: ChainPoint): Loss {
  const loss = { transactions: 0, exact: true };
  journals.forEach((generation, index) => {
    if (generation < end.generation) return;
    const read = generation === end.generation ? end.sequence : 0;
    const known = recordedEnd(files, manifest, generation, journals[index + 1]);
    const least = known ?? lastGenuineSequence(files, generation) ?? read;
    loss.transactions += Math.max(0, least - read);
    loss.exact &&= known !== undefined;
  });
  // The damaged one itself, when nothing behind it tells of it.
  return loss.transactions === 0 && !loss.exact ? { transactions: 1, exact: false } : loss;
}

function recordedEnd(
  files: StoreFiles,
  manifest: Manifest,
  generation: number,
  following: number | undefined,
): number | undefined {
  if (manifest.end?.generation === generation) return manifest.end.sequence;
  if (following === undefined) return undefined;
  try {
    const { previous } = readJournalHeader(files, following);
    return previous.generation === generation ? previous.sequence : undefined;
  } catch (error) {
    if (error instanceof StoreDamagedError) return undefined;
    throw error;
  }
}
