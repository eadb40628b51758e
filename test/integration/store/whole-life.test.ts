import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { openVault, type VaultParts } from '#core/vault/vault.ts';
import { FIRST_USER, newVault, reopened, systemRandom, temporaryFolder, vaultOptions } from '#test/helpers/vault.ts';

const MIB = 1024 * 1024;
const real = { kdf: argon2idKdf };

async function* inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_003) yield bytes.subarray(at, at + 100_003);
}

async function digestOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

const titles = ({ store }: VaultParts) =>
  store.read.all<{ title: string }>('SELECT title FROM cases ORDER BY id').map(({ title }) => title);

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

it('a vault on a real disk is made, written, checkpointed, locked and opened again, with the real Argon2id, and an attachment comes back whole', async () => {
  const bytes = systemRandom.bytes(2.5 * MIB);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const made = await newVault(folder.path, nodeFileSystem, real);
  const add = (parts: VaultParts, title: string) =>
    parts.store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', [title]));
  add(made, 'before the checkpoint');
  made.store.checkpoint();
  add(made, 'after it: تحقيق');
  expect(await made.attachments.put(inPieces(bytes))).toEqual({ digest, size: bytes.length });
  made.store.close();

  const again = await reopened(folder.path, nodeFileSystem, real);
  expect(titles(again)).toEqual(['before the checkpoint', 'after it: تحقيق']);
  expect(await digestOf(again.attachments.open(digest))).toBe(digest);
  again.store.close();
  const wrong = await openVault({
    ...vaultOptions(folder.path),
    ...real,
    unlock: { ...FIRST_USER, passphrase: 'a loud river at dusk' },
  });
  expect(wrong.ok).toBe(false);
});
