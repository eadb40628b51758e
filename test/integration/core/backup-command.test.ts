import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Runs the command as a person would, with the secret piped in. */
function run(args: readonly string[], secret = ''): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'backup', ...args], { cwd: ROOT });
    let out = '';
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (out += String(text)));
    child.on('close', (code) => resolve({ code, out }));
    child.stdin.end(`${secret}\n`);
  });
}

describe('the back-up command', () => {
  let hub: TestHub;
  let station: TestWorkstation;
  let machine: TestWorkstation;
  let stick: string;

  beforeAll(async () => {
    hub = await startTestHub();
    stick = await mkdtemp(join(tmpdir(), 'ncb-stick-'));
    station = await TestWorkstation.create({ kdf: argon2idKdf });
    machine = await TestWorkstation.create({ kdf: argon2idKdf });
    await station.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
    station.lock();
  });
  afterAll(async () => {
    await station.close();
    await machine.close();
    await hub.close();
    await rm(stick, { recursive: true, force: true });
  });

  it('makes, lists, verifies and restores with a secret that is typed and never on the command line', async () => {
    const from = ['--from', stick];
    const made = await run(['make', '--profile', station.folder, '--to', stick, '--user', 'officer'], PASSPHRASE);
    expect(made.out).toContain('is made and verified');
    expect(made.code).toBe(0);
    expect((await run(['list', ...from])).out).toMatch(/^[0-9a-f]{32} {2}\d{4}-/m);
    expect((await run(['verify', ...from], 'not the recovery key')).code).toBe(1);
    expect((await run(['verify', ...from], station.recoveryKey)).out).toContain('is whole');
    const restored = await run(['restore', ...from, '--profile', machine.folder], station.recoveryKey);
    expect(restored.out).toContain('is in place');
    const again = await run(['restore', ...from, '--profile', machine.folder], station.recoveryKey);
    expect(again).toMatchObject({ code: 1 });
    expect((await machine.call('session.state', {})).usernames).toEqual(['admin', 'officer']);
  }, 120_000);
});
