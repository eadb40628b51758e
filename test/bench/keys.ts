/**
 * npm run bench -- keys: what a passphrase costs on this computer and what an unlock costs beyond that; how long a new root key
 * takes for 200 MB of attachments and a database of 20 MB, against a plain copy of the same files, and how long it keeps a commit
 * waiting. The last line is JSON. Times in ms.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from '#core/store/file-system.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { argon2idKdf, type Kdf } from '#core/vault/kdf.ts';
import { KeySlotsFile, passphraseSlots } from '#core/vault/key-slots.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import { newVault, reopened, systemRandom } from '#test/helpers/vault.ts';
import { median, percentile, rounded } from './lib/figures.ts';

const FILES = 100;
const FILE_BYTES = 2_000_000;
const DATABASE_MB = 20;
const UNLOCKS = 7;

const parent = fileURLToPath(new URL('../../out', import.meta.url));
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'bench-keys-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const unlock = await measureUnlock(join(folder, 'unlock'));
const rotation = await measureRotation(join(folder, 'rotation'));
process.stdout.write(`${JSON.stringify({ unlock, rotation })}\n`);
process.exit(0);

/** The derivation by itself is measured inside the unlock: the rest is key pair, wrap, MAC, manifest and an empty store. */
async function measureUnlock(dir: string) {
  let derivation = 0;
  const kdf: Kdf = {
    derive: async (...args) => {
      const start = performance.now();
      const key = await argon2idKdf.derive(...args);
      derivation = performance.now() - start;
      return key;
    },
  };
  (await newVault(dir, nodeFileSystem, { kdf })).store.close();
  const [slot] = passphraseSlots(new KeySlotsFile(nodeFileSystem, dir).read().stored.slots);
  const derivations: number[] = [];
  const rest: number[] = [];
  for (let index = 0; index < UNLOCKS; index += 1) {
    let unlocked = 0;
    const start = performance.now();
    const onProgress = ({ phase, done }: { phase: string; done: number }) => {
      if (phase === 'unlocking' && done === 1) unlocked = performance.now() - start;
    };
    (await reopened(dir, nodeFileSystem, { kdf, onProgress })).store.close();
    derivations.push(derivation);
    rest.push(unlocked - derivation);
  }
  const result = { kdf: slot?.kdf, derivation_ms: rounded(median(derivations)), beyond_ms: rounded(median(rest)) };
  process.stdout.write(`unlock: ${JSON.stringify(result)}\n`);
  return result;
}

async function measureRotation(dir: string) {
  const parts = await newVault(dir);
  await fill(parts);
  const copy_ms = copyOf(dir);
  const begin = performance.now();
  await parts.vault.rotateRootKey();
  const begun_ms = performance.now() - begin;
  const start = performance.now();
  const { commits, waits } = await meanwhile(parts, parts.vault.continueRotation());
  const whole_ms = performance.now() - start;
  parts.store.close();
  const result = {
    megabytes: (FILES * FILE_BYTES) / 1e6,
    begun_ms: rounded(begun_ms),
    whole_ms: rounded(whole_ms),
    copy_ms: rounded(copy_ms),
    ratio: rounded(whole_ms / copy_ms),
    commits_meanwhile: commits,
    wait_p99_ms: rounded(percentile(waits, 0.99)),
    longest_wait_ms: rounded(Math.max(...waits)),
  };
  process.stdout.write(`rotation: ${JSON.stringify(result)}\n`);
  return result;
}

async function fill({ store, attachments }: VaultParts): Promise<void> {
  for (let row = 0; row < DATABASE_MB * 10; row += 1) {
    store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', ['x'.repeat(104_000)]));
  }
  store.checkpoint();
  for (let file = 0; file < FILES; file += 1) {
    const bytes = systemRandom.bytes(FILE_BYTES);
    await attachments.put(
      (async function* () {
        yield bytes;
      })(),
    );
  }
}

/** The least it could take: every attachment read, written again and made durable, without any sealing. */
function copyOf(dir: string): number {
  const from = join(dir, 'attachments');
  const to = join(folder, 'copy');
  mkdirSync(to);
  const start = performance.now();
  for (const name of readdirSync(from)) {
    if (statSync(join(from, name)).isFile()) replaceFile(nodeFileSystem, to, name, readFileSync(join(from, name)));
  }
  return performance.now() - start;
}

/** Commits as fast as the rotation lets them; how long each had to wait for its turn and its disk. */
async function meanwhile({ store }: VaultParts, rotation: Promise<string>) {
  const waits: number[] = [];
  let running = true;
  const outcome = rotation.finally(() => {
    running = false;
  });
  while (running) {
    const before = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    store.transaction((tx) => tx.run("INSERT INTO cases (title) VALUES ('meanwhile')"));
    waits.push(performance.now() - before);
  }
  if ((await outcome) !== 'finished') throw new Error(`The rotation was ${await outcome}.`);
  return { commits: waits.length, waits };
}
