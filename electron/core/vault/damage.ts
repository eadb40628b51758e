import type { ReadDb } from '../store/database.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { readingFileSystem } from '../store/file-system.ts';
import type { Manifest } from '../store/manifest.ts';
import { type Migration, refuseNewerSchema } from '../store/migrate.ts';
import { loadDatabase } from '../store/replay.ts';
import { loadSqlite } from '../store/sqlite.ts';
import type { StoreFiles } from '../store/store-files.ts';
import type { ReadablePart } from './errors.ts';

interface Reading {
  readonly migrations: readonly Migration[];
  /** Called once with the database as far as it can be read; it is closed after. */
  readonly lookAt?: ((db: ReadDb) => void) | undefined;
}

/** Damage that was met after the passphrase had been accepted, and what can be read all the same. */
export class DamagedAfterUnlock extends Error {
  override readonly name = 'DamagedAfterUnlock';

  constructor(
    readonly damage: StoreDamagedError,
    readonly readable: ReadablePart | undefined,
  ) {
    super(damage.message, { cause: damage });
  }
}

/**
 * Reads a damaged store up to the damage without writing anything, to tell a person what going on from there would cost.
 * Undefined where not even the beginning can be read.
 */
export async function readablePart(
  files: StoreFiles,
  manifest: Manifest,
  { migrations, lookAt }: Reading,
): Promise<ReadablePart | undefined> {
  try {
    const looked = { ...files, fs: readingFileSystem(files.fs) };
    const { database, loss } = loadDatabase(looked, await loadSqlite(), manifest, { salvage: true });
    try {
      refuseNewerSchema(database, migrations, manifest.writtenBy);
      lookAt?.(database);
      return { loss: loss ?? { transactions: 0, exact: true } };
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof StoreDamagedError) return undefined;
    throw error;
  }
}
