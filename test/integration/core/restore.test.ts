import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '#shared/ipc/contract.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { refusalOf } from '#test/helpers/stick.ts';
import { CuttableLine, PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

const TOKEN = 'stick';

let hub: TestHub;
let stick: string;
let original: TestWorkstation;
let other: TestWorkstation;
let machine: TestWorkstation;
let originalLine: CuttableLine;
let line: CuttableLine;

beforeEach(async () => {
  hub = await startTestHub();
  stick = await mkdtemp(join(tmpdir(), 'ncb-stick-'));
  [originalLine, line] = [new CuttableLine(), new CuttableLine()];
  original = await TestWorkstation.create({ throughTransport: originalLine.through });
  other = await TestWorkstation.create();
  machine = await TestWorkstation.create({ throughTransport: line.through });
  for (const [station, bureau] of [
    [original, 'UTO'],
    [other, 'RUR'],
  ] as const) {
    await station.enrol(hub.url, await hub.admin.createEnrolmentCode(bureau));
  }
  await original.call('sync.now', {});
  await original.until('directory.list', {}, (bureaus) =>
    bureaus.some(({ code, reachable }) => code === 'RUR' && reachable),
  );
  for (const station of [original, machine]) station.files.grant(TOKEN, stick, 'folder');
}, 60_000);

afterEach(async () => {
  for (const station of [original, other, machine]) await station.close();
  await hub.close();
  await rm(stick, { recursive: true, force: true });
});

const send = (station: TestWorkstation, subject: string) =>
  station.call('message.send', messageInput({ to: ['RUR'], subject }));

async function backUp(): Promise<void> {
  await original.signInAgain('admin');
  await original.call('backup.make', { token: TOKEN });
  await original.signInAgain();
}

async function restore(): Promise<void> {
  const [newest] = await machine.call('session.backups', { token: TOKEN });
  const { recoveryKey } = original;
  await machine.call('session.restore', {
    token: TOKEN,
    id: newest?.id ?? '',
    wayIn: { kind: 'recovery-key', recoveryKey },
  });
}

async function reEnrol(bureau = 'UTO'): Promise<void> {
  await machine.call('session.re-enrol', {
    hubUrl: hub.url,
    enrolmentCode: await hub.admin.createEnrolmentCode(bureau),
    username: 'officer',
    passphrase: PASSPHRASE,
  });
}

const outboxItem = async (id: string) =>
  (await machine.call('outbox.list', { finished: true })).find(
    (item: Output<'outbox.list'>[number]) => item.refId === id,
  );

/** Subjects of what has arrived at the other bureau, each as often as it came. */
const arrived = async () => (await other.call('message.list', {})).rows.map(({ subject }) => subject).toSorted();

describe('a workstation restored on another machine', () => {
  it('has all cases, enrols anew, and nothing of what either of the two sends is lost or sent twice', async () => {
    await original.call('case.create', caseInput({ title: 'Passports from Port Alba' }));
    originalLine.isCut = true;
    const sentLater = await send(original, 'Sent by the original after the back-up: owner of passport 1');
    const neverSent = await send(original, 'Lost with the original machine: owner of passport 2');
    await backUp();
    const before = await original.call('workstation.info', {});
    await original.call('outbox.withdraw', { id: neverSent.id });
    originalLine.isCut = false;
    await original.call('sync.now', {});
    await other.until('message.list', {}, ({ rows }) => rows.length === 1);
    original.lock();

    await restore();
    expect(await refusalOf(machine.call('session.unlock', { username: 'officer', passphrase: PASSPHRASE }))).toBe(
      'needs-enrolment',
    );
    await reEnrol();
    expect((await machine.call('case.list', {})).rows.map(({ title }) => title)).toEqual(['Passports from Port Alba']);
    const after = await machine.call('workstation.info', {});
    expect(after.workstationId).not.toBe(before.workstationId);

    // The bureau's stream proves the one; nobody can prove the other, and a person decides.
    await machine.until('outbox.list', { finished: true }, (items) =>
      items.some(({ refId, state }) => refId === sentLater.id && ['sent', 'delivered', 'read'].includes(state)),
    );
    expect(await outboxItem(neverSent.id)).toMatchObject({ state: 'needs-attention', problem: { code: 'restored' } });
    await machine.call('outbox.retry', { id: neverSent.id });
    await send(machine, 'Written on the new machine: owner of passport 3');
    await other.until('message.list', {}, ({ rows }) => rows.length === 3);
    await machine.until('outbox.list', {}, (items) => items.length === 0);
    expect(await arrived()).toEqual([
      'Lost with the original machine: owner of passport 2',
      'Sent by the original after the back-up: owner of passport 1',
      'Written on the new machine: owner of passport 3',
    ]);

    // Signing in again is as on any other workstation.
    await machine.signInAgain();
    expect((await machine.call('workstation.info', {})).workstationId).toBe(after.workstationId);
  }, 60_000);

  it('sends nothing twice when a person sends again, blindly, what the original had sent', async () => {
    originalLine.isCut = true;
    const message = await send(original, 'Sent by both: owner of passport 1');
    await backUp();
    originalLine.isCut = false;
    await original.call('sync.now', {});
    await other.until('message.list', {}, ({ rows }) => rows.length === 1);
    original.lock();

    await restore();
    line.isCut = true;
    await reEnrol();
    await machine.call('outbox.retry', { id: message.id });
    line.isCut = false;
    await machine.call('sync.now', {});
    await machine.until('outbox.list', { finished: true }, (items) =>
      items.some(({ refId, state }) => refId === message.id && ['sent', 'delivered', 'read'].includes(state)),
    );
    await send(machine, 'After it: owner of passport 2');
    await other.until('message.list', {}, ({ rows }) => rows.length === 2);
    expect(await arrived()).toEqual(['After it: owner of passport 2', 'Sent by both: owner of passport 1']);
  }, 60_000);

  it('does not become a workstation of another bureau', async () => {
    await backUp();
    original.lock();
    await restore();
    // RUR has a key of its own: the code is not even used up.
    expect(await refusalOf(reEnrol('RUR'))).toBe('bureau-other');
    // A bureau without a key takes any; the store does not.
    expect(await refusalOf(reEnrol('ZUB'))).toBe('bureau-other');
    expect(await refusalOf(machine.call('session.unlock', { username: 'officer', passphrase: PASSPHRASE }))).toBe(
      'needs-enrolment',
    );
    await reEnrol();
  }, 60_000);

  it('is restored and enrolled by its people alone', async () => {
    await backUp();
    await restore();
    const input = { hubUrl: hub.url, enrolmentCode: await hub.admin.createEnrolmentCode('UTO'), username: 'officer' };
    expect(await refusalOf(machine.call('session.re-enrol', { ...input, passphrase: 'not the passphrase' }))).toBe(
      'sign-in-refused',
    );
    expect(await refusalOf(machine.call('backup.make', { token: TOKEN }))).toBe('locked');
    expect(
      await refusalOf(
        machine.call('session.restore', {
          token: 'none',
          id: '0'.repeat(32),
          wayIn: { kind: 'recovery-key', recoveryKey: 'x' },
        }),
      ),
    ).toBe('folder-not-chosen');
    expect(await refusalOf(original.call('backup.make', { token: TOKEN }))).toBe('forbidden');
    // Every passphrase forgotten: the recovery key gives a new one before anything else.
    const passphrase = 'two paper boats under one bridge';
    await machine.call('session.recover', { recoveryKey: original.recoveryKey, username: 'officer', passphrase });
    await machine.call('session.re-enrol', { ...input, passphrase });
    expect((await machine.call('session.state', {})).phase).toBe('open');
  }, 60_000);
});

describe('a workstation that is erased', () => {
  it('needs the administrator and the passphrase, reports what it destroyed, and is as new afterwards', async () => {
    await original.call('case.create', caseInput());
    originalLine.isCut = true;
    await send(original, 'Never sent: owner of passport 1');
    expect(await refusalOf(original.call('workstation.erase', { passphrase: PASSPHRASE }))).toBe('forbidden');
    await original.signInAgain('admin');
    expect(await original.call('workstation.erasable', {})).toEqual({
      cases: 1,
      attachments: 0,
      unsent: 1,
      lastBackupAt: null,
    });
    expect(await refusalOf(original.call('workstation.erase', { passphrase: 'not the passphrase' }))).toBe(
      'passphrase-wrong',
    );
    const { workstationId } = await original.call('workstation.info', {});
    await new Promise((resolve) => setTimeout(resolve, 1100)); // the wait after a wrong passphrase
    const report = await original.call('workstation.erase', { passphrase: PASSPHRASE });
    expect(report).toMatchObject({ workstationId, by: 'Ada Admin', cases: 1, unsent: 1, keyFiles: 2, left: 0 });
    expect((await original.call('session.state', {})).phase).toBe('new');
    expect(await refusalOf(original.call('workstation.info', {}))).toBe('locked');
    original.lock();
    await original.enrol(hub.url, await hub.admin.createEnrolmentCode('GSE'));
  }, 60_000);
});
