import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestHub } from '#test/helpers/hub.ts';
import {
  decideUndisturbed,
  type FieldOfficeAndOther,
  openFieldOfficeAndOther,
  outcomes,
  refusalOf,
  type Stick,
  sendMany,
  subjectsAt,
  untilMessages,
  whileDeciding,
} from '#test/helpers/stick.ts';
import type { CuttableLine, TestWorkstation } from '#test/helpers/workstation.ts';

const run = promisify(execFile);
/** What one request of a carrier holds. */
const BATCH = 20;

const REVOKE = `update workstations set status = 'revoked' where id = (select workstation from answers limit 1)`;
const SUSPEND = `update bureaus set status = 'suspended' where code = 'UTO'`;

let world: FieldOfficeAndOther;
let hub: TestHub;
let stick: Stick;
let line: CuttableLine;
let field: TestWorkstation;
let office: TestWorkstation;
let other: TestWorkstation;
let subjects: string[];

beforeEach(async () => {
  world = await openFieldOfficeAndOther();
  ({ hub, stick, line, field, office, other } = world);
  line.isCut = true;
  subjects = await sendMany(field);
  await stick.write(field, 'out.ncb');
}, 60_000);
afterEach(() => world.close());

const howMany = (items: readonly string[]) =>
  Object.fromEntries([...new Set(items)].map((what) => [what, items.filter((one) => one === what).length]));

const command = (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'hub/main.ts', 'bundle', ...args], {
    env: { ...process.env, DATABASE_URL: hub.databaseUrl },
  });

describe('a bundle whose workstation is revoked in the middle of it', () => {
  beforeEach(() => whileDeciding(hub, REVOKE));

  it('says that what was taken in stays, and an administrator takes the rest over: nothing twice, nothing lost', async () => {
    expect(await refusalOf(stick.read(office, 'out.ncb'))).toBe('bundle-revoked-midway');
    await untilMessages(other, BATCH);
    await decideUndisturbed(hub);
    await office.signInAgain('admin');
    const taken = await stick.takeOver(office, 'out.ncb');
    expect(howMany(outcomes(taken))).toEqual({ 'message known': BATCH, 'message taken': subjects.length - BATCH });
    await untilMessages(other, subjects.length);
    expect(await subjectsAt(other)).toEqual(subjects);
  }, 120_000);

  it('says the same at the hub’s own command line', async () => {
    await expect(command(stick.path('out.ncb'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/revoked while it was read in\. What had been taken in by then stays taken in/),
    });
    await other.call('sync.now', {});
    await untilMessages(other, BATCH);
  }, 120_000);
});

describe('a bundle whose bureau is suspended in the middle of it', () => {
  beforeEach(() => whileDeciding(hub, SUSPEND));

  const readmit = async () => {
    await decideUndisturbed(hub);
    await hub.admin.suspendBureau('UTO', false);
  };

  it('says that what was taken in stays, and the same file brings the rest once it is readmitted', async () => {
    expect(await refusalOf(stick.read(office, 'out.ncb'))).toBe('bundle-bureau-suspended');
    await untilMessages(other, BATCH);
    await readmit();
    const read = await stick.read(office, 'out.ncb');
    expect(howMany(outcomes(read))).toEqual({ 'message known': BATCH, 'message sent': subjects.length - BATCH });
    await untilMessages(other, subjects.length);
    expect(await subjectsAt(other)).toEqual(subjects);
  }, 120_000);

  it('says the same at the hub’s own command line', async () => {
    await expect(command(stick.path('out.ncb'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/suspended while it was read in\. What had been taken in by then stays taken in/),
    });
    await readmit();
    const { stdout } = await command(stick.path('out.ncb'));
    expect(howMany(stdout.match(/known already|accepted/g) ?? [])).toEqual({
      'known already': BATCH,
      accepted: subjects.length - BATCH,
    });
    await other.call('sync.now', {});
    await untilMessages(other, subjects.length);
    expect(await subjectsAt(other)).toEqual(subjects);
  }, 120_000);
});
