import { execFile } from 'node:child_process';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestHub } from '#test/helpers/hub.ts';
import {
  type FieldOfficeAndOther,
  openFieldOfficeAndOther,
  outcomes,
  renewKey,
  type Stick,
  send,
  subjectsAt,
  untilMessages,
} from '#test/helpers/stick.ts';
import type { CuttableLine, TestWorkstation } from '#test/helpers/workstation.ts';

const run = promisify(execFile);

let world: FieldOfficeAndOther;
let hub: TestHub;
let stick: Stick;
let line: CuttableLine;
let field: TestWorkstation;
let other: TestWorkstation;

beforeEach(async () => {
  world = await openFieldOfficeAndOther();
  ({ hub, stick, line, field, other } = world);
}, 60_000);
afterEach(() => world.close());

const command = (...args: string[]) => {
  const env = { ...process.env, DATABASE_URL: hub.databaseUrl };
  return run(process.execPath, ['--import', 'tsx', 'hub/main.ts', 'bundle', ...args], { env });
};

describe('the hub’s own command line', () => {
  it('reads a bundle in without any line, and its answers settle the outbox', async () => {
    line.isCut = true;
    const photograph = Buffer.alloc(1_100_000, 'a picture ');
    await send(field, 'By courier: owner of passport 1', await stick.addFile(field, photograph));
    await stick.write(field, 'out.ncb');
    const { stdout } = await command(stick.path('out.ncb'), '--answers', stick.path('back.ncb'));
    expect(stdout).toMatch(/^Bundle 1 of UTO-[0-9A-F]{4} \(UTO\):\n[0-9a-f-]{36} {2}accepted\n/);
    expect((await command(stick.path('out.ncb'))).stdout).toContain('known already');
    expect(outcomes(await stick.read(field, 'back.ncb')).toSorted()).toEqual(['case-file sent', 'message sent']);
    expect((await field.call('outbox.list', {})).filter(({ kind }) => kind === 'message')).toEqual([]);
    await other.call('sync.now', {});
    await untilMessages(other, 1);
    expect(await stick.fileOf(other, 'By courier: owner of passport 1')).toEqual(photograph);
  }, 120_000);

  it('answers a workstation that was away while its bureau was given another key', async () => {
    line.isCut = true;
    await send(field, 'Sealed before the renewal');
    await stick.write(field, 'out.ncb');
    await renewKey(world.office);
    await command(stick.path('out.ncb'), '--answers', stick.path('back.ncb'));
    expect(await stick.read(field, 'back.ncb')).toMatchObject({ kind: 'answers', number: 1 });
    expect((await field.call('bureau-keys.overview', {})).retired).toBe(1);
    expect((await field.call('status.get', {})).waitingForKeys).toBeNull();
  }, 120_000);

  it('writes its answers into no file that lies ready under a name beside theirs', async () => {
    line.isCut = true;
    await send(field, 'By courier: owner of passport 1');
    await stick.write(field, 'out.ncb');
    await writeFile(stick.path('of-the-operator'), 'untouched');
    await symlink(stick.path('of-the-operator'), stick.path('back.ncb.tmp'));
    await command(stick.path('out.ncb'), '--answers', stick.path('back.ncb'));
    expect(await readFile(stick.path('of-the-operator'), 'utf8')).toBe('untouched');
    expect(outcomes(await stick.read(field, 'back.ncb'))).toEqual(['message sent']);
    expect((await readdir(stick.folder)).filter((name) => name.endsWith('.tmp'))).toEqual(['back.ncb.tmp']);
  }, 120_000);

  it('says what is wrong with a file, and reads nothing in', async () => {
    line.isCut = true;
    await send(field, 'Never read in');
    await stick.write(field, 'out.ncb');
    const whole = await readFile(stick.path('out.ncb'));
    await writeFile(stick.path('partial.ncb'), whole.subarray(0, -1));
    await expect(command(stick.path('partial.ncb'))).rejects.toMatchObject({
      stderr: expect.stringContaining('This copy stops before its end. Nothing was read in.'),
    });
    expect(await subjectsAt(other)).toEqual([]);
  }, 120_000);
});

describe('the hub’s own command line, where the line would be refused,', () => {
  /** What the hub keeps of the field workstation, which was the first of its bureau. */
  const kept = () =>
    hub.database.query<{ id: string }>(
      `select id, next_sequence, (select count(*)::int from envelopes e where e.workstation = w.id) as envelopes,
              (select count(*)::int from answers a where a.workstation = w.id) as answers,
              (select count(*)::int from blob_chunks) as chunks
         from workstations w where bureau = 'UTO' order by enrolled_at limit 1`,
    );

  beforeEach(async () => {
    line.isCut = true;
    await send(field, 'By courier', await stick.addFile(field, Buffer.alloc(1_100_000, 'a picture ')));
    await stick.write(field, 'out.ncb');
  });

  it('takes nothing of a bureau that is suspended, writes that down, and everything once it is readmitted', async () => {
    const before = await kept();
    await hub.admin.suspendBureau('UTO', true);
    await expect(command(stick.path('out.ncb'), '--answers', stick.path('back.ncb'))).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/is suspended\. Nothing was read in, and the work stays at the workstation\. Once/),
    });
    expect(await kept()).toEqual(before);
    expect(await readdir(stick.folder)).not.toContain('back.ncb');
    const written =
      "select bureau, workstation, details from audit where event = 'refused' and details ->> 'carrier' = '-'";
    expect(await hub.database.query(written)).toEqual([
      { bureau: 'UTO', workstation: before[0]?.id, details: { code: 'bureau-suspended', carrier: '-' } },
    ]);
    await hub.admin.suspendBureau('UTO', false);
    await command(stick.path('out.ncb'), '--answers', stick.path('back.ncb'));
    expect(outcomes(await stick.read(field, 'back.ncb')).toSorted()).toEqual(['case-file sent', 'message sent']);
  }, 120_000);

  it('takes nothing of a workstation that was revoked, not even its files', async () => {
    await field.signInAgain('admin');
    const { workstationId } = await field.call('workstation.info', {});
    const before = await kept();
    await hub.admin.revokeWorkstation(workstationId);
    await expect(command(stick.path('out.ncb'), '--answers', stick.path('back.ncb'))).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('has been revoked. Nothing was read in.'),
    });
    expect(await kept()).toEqual(before);
    expect(await readdir(stick.folder)).not.toContain('back.ncb');
  }, 120_000);
});
