import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordAudit } from '#core/record-audit.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { orphanSlices } from '#core/upkeep/collect-orphans.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';

const silent = { info: () => undefined, error: () => undefined };
let disk: MemoryFileSystem;
let parts: VaultParts;

beforeEach(async () => {
  disk = new MemoryFileSystem();
  parts = await newVault('/v', disk, { migrations: allMigrations });
});
afterEach(() => parts.store.close());

async function* content(): AsyncIterable<Uint8Array> {
  yield Buffer.from('a file that no row names');
}

async function nextSession(): Promise<void> {
  for (const _ of orphanSlices({ ...parts, log: silent })) {
    // To the end.
  }
  parts.store.close();
  parts = await reopened('/v', disk, { migrations: allMigrations });
}

const filesLeft = () => parts.attachments.names().length;

it('a file that no row names goes in the second session that finds it so', async () => {
  parts.attachments.settle((await parts.attachments.put(content())).digest, () => true);
  await nextSession();
  expect(filesLeft()).toBe(1);
  await nextSession();
  expect(filesLeft()).toBe(0);
});

it('after a salvage every file stays, for what was lost may have named it', async () => {
  parts.attachments.settle((await parts.attachments.put(content())).digest, () => true);
  const entry = { method: 'session.salvage', subject: 'session', subjectId: null, detail: {} } as const;
  parts.store.transaction((tx) => recordAudit(tx, { ...entry, at: 1, actor: null }));
  for (let session = 0; session < 4; session += 1) await nextSession();
  expect(filesLeft()).toBe(1);
});
