import type { Database } from 'sql.js';
import { contentHash } from '#core/store/content-hash.ts';
import type { ReadDb, SqlValue } from '#core/store/database.ts';
import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import type { Credential } from '#test/independent-reader/key-slots.ts';
import { readVault, type VaultFiles } from '#test/independent-reader/read-vault.ts';
import { checkpoint, close, commit, create } from './life-steps.ts';
import type { Findings, Product } from './product.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { DIR, VaultLife } from './vault-life.ts';

/** The vault's folder by plain names. */
export const filesIn = (disk: MemoryFileSystem): VaultFiles =>
  new Map([...disk.files].map(([path, bytes]) => [path.slice(DIR.length + 1), bytes]));

/** `contentHash` of what the independent reader finds: to be compared with what the product shows. */
export async function hashRead(disk: MemoryFileSystem, credential: Credential): Promise<string> {
  const { database } = await readVault(filesIn(disk), credential);
  try {
    return contentHash(asReadDb(database));
  } finally {
    database.close();
  }
}

/** Lets the product write a vault, and reads it without the product. */
export async function readIndependently(product: Product): Promise<Findings> {
  const recording = new RecordingFileSystem();
  const life = new VaultLife(product, recording);
  const { recoveryKey } = await create(life);
  for (const step of [commit(100), checkpoint, commit(5_000)]) await step(life);
  const content = life.content();
  await close(life);
  const found = await hashRead(recording.disk, { recoveryKey: recoveryKey ?? '' }).catch(
    (error: unknown) => `${error}`,
  );
  return { cases: 1, problems: found === content ? [] : [`the page tells otherwise: ${found}`] };
}

function asReadDb(database: Database): ReadDb {
  const all = <T>(sql: string, params: readonly SqlValue[] = []): T[] => {
    const statement = database.prepare(sql, [...params]);
    const rows: T[] = [];
    while (statement.step()) rows.push(statement.getAsObject() as T);
    statement.free();
    return rows;
  };
  return { all, get: <T>(sql: string, params?: readonly SqlValue[]) => all<T>(sql, params)[0] };
}
