import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopEmbeddedServer } from '#hub/store/embedded-postgres.ts';
import { parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';

const run = promisify(execFile);
const hubCommand = ['--import', 'tsx', 'hub/main.ts'];

// Each command is a process of its own, which takes its time on a busy machine.
describe('the hub’s commands', { timeout: 120_000 }, () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncb-commands-'));
    await chmod(folder, 0o755);
    env = { ...process.env, NCB_HUB_DATA: join(folder, 'data'), HUB_LOG_LEVEL: 'silent' };
    delete env.DATABASE_URL;
  });
  afterAll(async () => {
    await stopEmbeddedServer(join(folder, 'data'));
    await rm(folder, { recursive: true, force: true });
  });

  const hub = async (...args: string[]) => (await run(process.execPath, [...hubCommand, ...args], { env })).stdout;
  const addBureau = () => hub('bureau', 'add', '--code', 'uto', '--name-en', 'NCB Utopia');

  it('work without a server, keep what they did, and leave no database running behind them', async () => {
    expect(await addBureau()).toBe('Added UTO.\n');
    expect(await addBureau()).toContain('nothing changed');
    expect(parseEnrolmentCode(await hub('enrol', '--bureau', 'UTO')).ok).toBe(true);
    await expect(stopEmbeddedServer(join(folder, 'data'))).resolves.toBeUndefined();
  });

  it('share the database of a hub that serves, and the hub ends cleanly when asked', async () => {
    const serving = spawn(process.execPath, [...hubCommand, 'serve', '--port', '0'], { env, stdio: 'pipe' });
    let said = '';
    serving.stderr.on('data', (text) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 60_000 }).toContain('The hub answers at https://localhost:');
    const codes = await Promise.all([hub('enrol', '--bureau', 'UTO'), hub('enrol', '--bureau', 'UTO')]);
    expect(codes.map((code) => parseEnrolmentCode(code).ok)).toEqual([true, true]);
    expect(new Set(codes).size).toBe(2);
    serving.kill('SIGTERM');
    expect(await once(serving, 'exit')).toEqual([0, null]);
  });

  it('read public notices, whole or as a page of a list, and say what was none', async () => {
    const notice = { entity_id: '2099/1', forename: 'JANE', name: 'DOE', date_of_birth: '1980/01/02', sex_id: 'F' };
    const page = {
      total: 1,
      _embedded: { notices: [{ ...notice, entity_id: '2099/2', date_of_event: '2098/03/04' }] },
    };
    const file = join(folder, 'notices.json');
    await writeFile(file, JSON.stringify([notice, page]));
    expect(await hub('import', 'notices', file)).toBe('Read 2, changed 2, withdrawn 0.\n');
    await writeFile(file, `${JSON.stringify(notice)}\n${JSON.stringify({ name: 'DOE' })}\n`);
    const failed = await run(process.execPath, [...hubCommand, 'import', 'notices', file], { env }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    expect(failed.stdout).toBe('Read 1, changed 0, withdrawn 0.\n');
    expect(failed.stderr).toContain('number 2, no-entity-id');
  });

  it('show the state of the hub in tables, and mark what somebody has to look at', async () => {
    await hub('bureau', 'suspend', '--code', 'UTO');
    const state = await hub('status');
    await hub('bureau', 'readmit', '--code', 'UTO');
    expect(state).toMatch(/Bureaus\n[\s\S]*'UTO'[\s\S]*'▲ suspended'/);
    expect(state).toContain('No workstation has enrolled yet.');
    expect(state).toContain('No certificate has expired or does within 60 days.');
  });

  it('back the hub up and restore it elsewhere, and only sealed', async () => {
    const file = join(folder, 'backup');
    const sealed = { ...env, HUB_BACKUP_SECRET: 'a secret that is long enough' };
    const unsealed = await run(process.execPath, [...hubCommand, 'backup', file], { env }).catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(unsealed).toMatchObject({ code: 2, stderr: expect.stringContaining('a back-up is always sealed') });
    const made = await run(process.execPath, [...hubCommand, 'backup', file], { env: sealed });
    expect(made.stdout).toMatch(/^Wrote and read back \d+ rows of \d+ tables: /);
    const elsewhere = { ...sealed, NCB_HUB_DATA: join(folder, 'elsewhere') };
    const restored = await run(process.execPath, [...hubCommand, 'restore', file], { env: elsewhere });
    expect(restored.stdout).toContain('Began epoch');
    const state = await run(process.execPath, [...hubCommand, 'status', '--json'], { env: elsewhere });
    expect(JSON.parse(state.stdout)).toMatchObject({ bureaus: [{ code: 'UTO' }] });
    await stopEmbeddedServer(join(folder, 'elsewhere'));
  });

  it('show their use when they are misunderstood', async () => {
    const failed = (...args: string[]) =>
      run(process.execPath, [...hubCommand, ...args], { env }).then(
        () => '',
        (error: { code: number; stderr: string }) => `${error.code} ${error.stderr}`,
      );
    expect(await failed('dance')).toMatch(/^2 There is no command dance[\s\S]*Usage:/);
    expect(await failed('enrol')).toMatch(/^2 --bureau is missing/);
    expect(await failed('enrol', '--bureau', 'XXX')).toMatch(/^1 There is no bureau XXX/);
  });
});
