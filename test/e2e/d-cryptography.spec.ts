import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { processTree } from '#test/helpers/process-tree.ts';
import { bundleTests } from './in-electron/bundle-tests.ts';
import type { Outcome } from './in-electron/outcome.ts';
import { Station } from './support/station.ts';

/** Every test file that is about keys and seals, as Vitest runs it in Node. */
const files = [
  'test/unit/crypto/known-answers.test.ts',
  'test/unit/protocol/hpke.test.ts',
  'test/unit/protocol/sealed-body.test.ts',
  'test/unit/protocol/seal-file.test.ts',
  'test/unit/protocol/envelope-signature.test.ts',
  'test/unit/protocol/enrolment-code.test.ts',
  'test/unit/core/enrolment/new-keys.test.ts',
  'test/unit/core/store/journal.test.ts',
  'test/unit/core/store/snapshot.test.ts',
  'test/unit/core/store/sealed-store.test.ts',
  'test/unit/core/vault/attachment-store.test.ts',
  'test/unit/core/vault/guessing.test.ts',
  'test/unit/core/vault/keyring.test.ts',
  'test/unit/core/vault/recovery-key.test.ts',
  'test/unit/core/vault/vault.test.ts',
  'test/property/protocol/seal-file.test.ts',
  'test/property/protocol/enrolment-code.test.ts',
  'test/integration/store/argon2id.test.ts',
  'test/integration/store/whole-life.test.ts',
];

/** Runs the program in a utility process of the running workstation, as the core runs. */
async function runInside(station: Station, program: string): Promise<{ outcomes: Outcome[]; versions: unknown }> {
  return await station.app.evaluate(async ({ utilityProcess }, path) => {
    const outcomes: Outcome[] = [];
    const child = utilityProcess.fork(path, [], { serviceName: 'ncb-tests', stdio: 'inherit' });
    await new Promise<void>((resolve, reject) => {
      child.on('message', (outcome: Outcome | null) => {
        if (outcome) outcomes.push(outcome);
        else resolve();
      });
      child.once('exit', (code) => reject(new Error(`The process ended early, with ${code}.`)));
    });
    child.kill();
    return { outcomes, versions: process.versions };
  }, program);
}

let folder: string;
let station: Station;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ncb-crypto-'));
  station = await Station.open();
});

test.afterEach(async () => {
  await station.remove();
  await rm(folder, { recursive: true, force: true });
});

test('every test of keys and seals that passes in Node passes in a process of Electron, on its BoringSSL', async () => {
  const { outcomes, versions } = await runInside(station, await bundleTests(files, folder));
  for (const { file, name, ms, error } of outcomes)
    process.stdout.write(`  ${error === null ? 'ok' : 'FAILED'} ${file} > ${name} (${Math.round(ms)} ms)\n`);
  expect(versions).toMatchObject({ electron: expect.any(String), openssl: '0.0.0' }); // BoringSSL has no such number
  const tree = processTree(station.pid).map(({ commandLine }) => commandLine);
  expect(tree.filter((line) => line.includes('--no-sandbox'))).toEqual([]);
  expect(outcomes.filter(({ error }) => error !== null)).toEqual([]);
  expect(new Set(outcomes.map(({ file }) => file))).toEqual(new Set(files));
  expect(outcomes.length).toBeGreaterThan(100);
});

test('a wrong answer in a process of Electron is reported as one', async () => {
  const { outcomes } = await runInside(station, await bundleTests(['test/e2e/in-electron/planted-faults.ts'], folder));
  expect(outcomes.map(({ name }) => name)).toEqual([
    'a planted fault > of a wrong answer',
    'a planted fault > of something that should have been refused',
    'a planted fault > of a cipher that is not there',
    'a planted fault > of a table, row 1',
    'a planted fault > of a table, row 2',
  ]);
  expect(outcomes.filter(({ error }) => error === null)).toEqual([]);
});
