import { execFile } from 'node:child_process';
import { copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '#shared/ipc/contract.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { CallRefused, CuttableLine, PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

const run = promisify(execFile);

let hub: TestHub;
let stick: string;
let line: CuttableLine;
let field: TestWorkstation;
let office: TestWorkstation;
let other: TestWorkstation;
let tokens = 0;

/** A bureau with a field workstation and one at the office, which hold the same bureau key, and another bureau. */
beforeEach(async () => {
  hub = await startTestHub();
  stick = await mkdtemp(join(tmpdir(), 'ncb-stick-'));
  line = new CuttableLine();
  field = await TestWorkstation.create({ throughTransport: line.through });
  other = await TestWorkstation.create();
  await field.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  await other.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
  office = await openColleague(hub, field);
  await field.call('sync.now', {});
  await field.until('directory.list', {}, (bureaus) =>
    bureaus.some(({ code, reachable }) => code === 'RUR' && reachable),
  );
}, 60_000);

afterEach(async () => {
  for (const station of [field, office, other]) await station.close();
  await hub.close();
  await rm(stick, { recursive: true, force: true });
});

const path = (name: string) => join(stick, name);

function grant(station: TestWorkstation, name: string, access: 'read' | 'write'): string {
  tokens += 1;
  const token = `token-${tokens}`;
  station.files.grant(token, path(name), access);
  return token;
}

const write = (station: TestWorkstation, name: string) =>
  station.call('bundle.write', { token: grant(station, name, 'write') });
const read = (station: TestWorkstation, name: string) =>
  station.call('bundle.read', { token: grant(station, name, 'read') });
const answer = (station: TestWorkstation, id: string, name: string) =>
  station.call('bundle.write-answers', { id, token: grant(station, name, 'write') });

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof CallRefused ? error.appError.code : error),
  );

const send = (station: TestWorkstation, subject: string, more: object = {}) =>
  station.call('message.send', messageInput({ to: ['RUR'], subject, ...more }));

/** What became of all but the changes of shared records. */
const outcomes = ({ items }: Output<'bundle.read'>) =>
  items.filter(({ kind }) => kind !== 'record-changes').map(({ kind, outcome }) => `${kind} ${outcome}`);
/** What became of the changes of shared records: they travel in one item or in several, as it comes. */
const changes = ({ items }: Output<'bundle.read'>) => [
  ...new Set(items.filter(({ kind }) => kind === 'record-changes').map(({ outcome }) => outcome)),
];

/** Subjects at the other bureau, each as often as it came. */
const arrived = async () => (await other.call('message.list', {})).rows.map(({ subject }) => subject).toSorted();

const untilArrived = (count: number) => other.until('message.list', {}, ({ rows }) => rows.length >= count);

/** Nothing waits any more and nothing needs a person. */
const untilEmpty = (station: TestWorkstation) => station.until('outbox.list', {}, (items) => items.length === 0);

async function addFile(station: TestWorkstation, content: Buffer) {
  await writeFile(path('photograph.jpg'), content);
  const { id: caseId } = await station.call('case.create', caseInput());
  const token = grant(station, 'photograph.jpg', 'read');
  const { id } = await station.call('file.add', { caseId, token });
  return { caseId, attachmentIds: [id] };
}

/** The bytes of the file that came with the message of this subject. */
async function fileOf(station: TestWorkstation, subject: string): Promise<Buffer> {
  const { rows } = await station.call('message.list', {});
  const conversationId = rows.find((row) => row.subject === subject)?.conversationId;
  if (!conversationId) throw new Error(`No message ${subject}`);
  const isHere = ({ state }: { state: string }) => state === 'here';
  const thread = await station.until('message.thread', { conversationId }, (messages) =>
    messages.some(({ files }) => files.some(isHere)),
  );
  const [file] = thread.flatMap(({ files }) => files).filter(isHere);
  if (!file) throw new Error('No file');
  await station.call('file.save', { id: file.id, token: grant(station, 'saved', 'write') });
  return readFile(path('saved'));
}

describe('a bundle on a stick', () => {
  it('carries requests and files out by a colleague, their answers back, and doubles nothing when the line returns', async () => {
    const photograph = Buffer.alloc(2_500_000, 'a picture ');
    line.isCut = true;
    const files = await addFile(field, photograph);
    const request = await send(field, 'Carried: owner of passport 1', files);
    await send(field, 'Carried: owner of passport 2');
    const written = await write(field, 'out.ncb');
    const waiting = await field.call('outbox.list', {});
    expect(written).toMatchObject({ number: 1, items: waiting.length });
    expect(waiting.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['message', 'message', 'case-file', 'record-changes']),
    );
    expect(waiting[0]).toMatchObject({ state: 'waiting', carried: { bundle: 1 }, canWithdraw: false });
    expect((await readFile(path('out.ncb'))).length).toBeGreaterThan(photograph.length);

    const carried = await read(office, 'out.ncb');
    expect(carried).toMatchObject({ kind: 'carried', number: 1, readBefore: null });
    expect(outcomes(carried)).toEqual(['message sent', 'message sent']);
    expect(changes(carried)).toEqual(['sent']);
    await office.until('case.list', {}, ({ rows }) => rows.length === 1);
    await untilArrived(2);
    expect(await fileOf(other, 'Carried: owner of passport 1')).toEqual(photograph);

    await other.call(
      'message.send',
      messageInput({ to: ['UTO'], subject: 'Answer to 1', inReplyTo: request.id as never }),
    );
    await untilEmpty(other);
    await office.until('message.list', {}, ({ rows }) => rows.some(({ subject }) => subject === 'Answer to 1'));
    await answer(office, carried.id, 'back.ncb');
    const back = await read(field, 'back.ncb');
    expect(back).toMatchObject({ kind: 'answers', number: 1, messages: 1, isStreamLeftOut: false });
    expect(outcomes(back).toSorted()).toEqual(['case-file sent', 'message sent', 'message sent']);
    expect((await field.call('outbox.list', {})).filter(({ kind }) => kind === 'message')).toEqual([]);
    const thread = await field.call('message.thread', { conversationId: request.conversationId });
    expect(thread.map(({ subject }) => subject)).toContain('Answer to 1');

    // Read in again, and then the line is back: nothing changes but what is new.
    expect(await read(field, 'back.ncb')).toMatchObject({ messages: 0, isStreamLeftOut: false });
    line.isCut = false;
    await field.call('sync.now', {});
    await untilEmpty(field);
    expect(await arrived()).toEqual(['Answer to 1', 'Carried: owner of passport 1', 'Carried: owner of passport 2']);
    expect((await field.call('message.list', {})).rows.map(({ subject }) => subject).toSorted()).toEqual(
      await arrived(),
    );
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  }, 90_000);

  it('brings the files of messages that came back with it', async () => {
    line.isCut = true;
    await send(field, 'Carried: owner of passport 1');
    await write(field, 'out.ncb');
    const carried = await read(office, 'out.ncb');
    await untilArrived(1);
    const scan = Buffer.alloc(1_200_000, 'a scan ');
    await writeFile(path('scan.pdf'), scan);
    const { id: caseId } = await other.call('case.create', caseInput());
    const { id } = await other.call('file.add', { caseId, token: grant(other, 'scan.pdf', 'read') });
    await other.call(
      'message.send',
      messageInput({ to: ['UTO'], subject: 'With a scan', caseId, attachmentIds: [id] }),
    );
    await untilEmpty(other);
    await answer(office, carried.id, 'back.ncb');
    expect(await read(field, 'back.ncb')).toMatchObject({ messages: 1, files: 1 });
    expect(await fileOf(field, 'With a scan')).toEqual(scan);
  }, 60_000);

  it('is harmless when the line was faster, when it is read in twice, late, or at two workstations at once', async () => {
    line.isCut = true;
    await send(field, 'Both ways: owner of passport 1');
    await write(field, 'first.ncb');
    await send(field, 'Both ways: owner of passport 2');
    await write(field, 'second.ncb');
    const third = await openColleague(hub, office);
    try {
      const both = await Promise.all([read(office, 'second.ncb'), read(third, 'second.ncb')]);
      const all = both.flatMap(outcomes).toSorted();
      expect(all).toEqual(['message known', 'message known', 'message sent', 'message sent']);
      // The older one afterwards, and the same again.
      expect(outcomes(await read(office, 'first.ncb'))).toEqual(['message known']);
      expect(await read(office, 'second.ncb')).toMatchObject({ readBefore: expect.any(Number) });
      line.isCut = false;
      await field.call('sync.now', {});
      await untilEmpty(field);
      // By the line first, by the bundle afterwards.
      line.isCut = true;
      await send(field, 'Both ways: owner of passport 3');
      await write(field, 'third.ncb');
      line.isCut = false;
      await field.call('sync.now', {});
      await untilEmpty(field);
      expect(outcomes(await read(office, 'third.ncb'))).toEqual(['message known']);
      await untilArrived(3);
      expect(await arrived()).toEqual([1, 2, 3].map((number) => `Both ways: owner of passport ${number}`));
    } finally {
      await third.close();
    }
  }, 60_000);

  it('goes by the line with its files, in order, if that comes back before anybody has carried it', async () => {
    line.isCut = true;
    const files = await addFile(field, Buffer.alloc(1_500_000, 'bytes '));
    await send(field, 'With a file', files);
    await send(field, 'Without one');
    await write(field, 'never-carried.ncb');
    line.isCut = false;
    await field.call('sync.now', {});
    await send(field, 'Written afterwards');
    await untilEmpty(field);
    await untilArrived(3);
    expect(await arrived()).toEqual(['With a file', 'Without one', 'Written afterwards']);
    expect((await fileOf(other, 'With a file')).length).toBe(1_500_000);
  }, 60_000);

  it('says what is wrong with a file that is no whole bundle of this bureau, and does nothing', async () => {
    line.isCut = true;
    expect(await refusalOf(write(field, 'nothing.ncb'))).toBe('bundle-empty');
    await send(field, 'Never read in: owner of passport 1');
    await write(field, 'out.ncb');
    const whole = await readFile(path('out.ncb'));
    await writeFile(path('partial.ncb'), whole.subarray(0, whole.length - 100));
    await writeFile(path('altered.ncb'), whole.with(whole.length - 4000, (whole.at(-4000) ?? 0) ^ 1));
    await writeFile(path('later.ncb'), whole.with(9, 7));
    await writeFile(path('holiday.jpg'), Buffer.from('not a bundle at all'));
    const verdicts = await Promise.all(
      ['partial.ncb', 'altered.ncb', 'later.ncb', 'holiday.jpg'].map((name) => refusalOf(read(office, name))),
    );
    expect(verdicts).toEqual(['bundle-incomplete', 'bundle-damaged', 'bundle-newer', 'bundle-not-one']);
    expect(await refusalOf(read(other, 'out.ncb'))).toBe('bundle-other-bureau');
    expect(await refusalOf(read(field, 'out.ncb'))).toBe('bundle-own');
    expect(await refusalOf(read(office, 'gone.ncb'))).toBe('file-unreadable');
    await copyFile(path('out.ncb'), path('copy.ncb'));
    const carried = await read(office, 'copy.ncb');
    await answer(office, carried.id, 'back.ncb');
    expect(await refusalOf(read(office, 'back.ncb'))).toBe('bundle-other-workstation');
    await untilArrived(1);
    expect(await arrived()).toEqual(['Never read in: owner of passport 1']);
  }, 60_000);

  it('skips nothing when its answers begin after what a store put back to an older copy knows', async () => {
    const vault = join(field.folder, 'vault');
    const copy = await mkdtemp(join(tmpdir(), 'ncb-older-'));
    field.lock();
    await cp(vault, copy, { recursive: true });
    await field.signInAgain();
    await other.call('message.send', messageInput({ to: ['UTO'], subject: 'Read before the copy came back' }));
    await field.until('message.list', {}, ({ rows }) => rows.length === 1);
    await field.until('outbox.list', {}, (items) => items.length === 0);
    line.isCut = true;
    await send(field, 'Sent by stick');
    await write(field, 'out.ncb');
    const carried = await read(office, 'out.ncb');
    await answer(office, carried.id, 'back.ncb');
    field.lock();
    await rm(vault, { recursive: true });
    await cp(copy, vault, { recursive: true });
    await field.signInAgain();
    expect(await read(field, 'back.ncb')).toMatchObject({ messages: 0, isStreamLeftOut: true });
    line.isCut = false;
    await field.call('sync.now', {});
    await field.until('message.list', {}, ({ rows }) => rows.length === 2);
    await rm(copy, { recursive: true });
  }, 60_000);

  it('follows a hub that has begun a new history, and leaves answers of the one before alone', async () => {
    line.isCut = true;
    await send(field, 'Sent by stick');
    await write(field, 'out.ncb');
    const before = await read(office, 'out.ncb');
    await answer(office, before.id, 'former.ncb');
    await hub.admin.beginEpoch();
    await other.call('message.send', messageInput({ to: ['UTO'], subject: 'Of the new history' }));
    await office.call('sync.now', {});
    await office.until('message.list', {}, ({ rows }) => rows.some(({ subject }) => subject === 'Of the new history'));
    await answer(office, before.id, 'back.ncb');
    expect(await read(field, 'back.ncb')).toMatchObject({ messages: 1, isStreamLeftOut: false });
    expect(await read(field, 'former.ncb')).toMatchObject({ messages: 0, isStreamLeftOut: true });
  }, 60_000);

  it('leaves no file behind when its writing is cancelled, and no item marked', async () => {
    line.isCut = true;
    await send(field, 'Still waiting');
    const token = grant(field, 'out.ncb', 'write');
    expect(await refusalOf(field.call('bundle.write', { token }, AbortSignal.abort()))).toBe('cancelled');
    expect(await readdir(stick)).toEqual([]);
    expect(await field.call('outbox.list', {})).toMatchObject([{ state: 'waiting', carried: null }]);
  });

  it('tells a carrier without a line to come back with one, and an officer what only an administrator may', async () => {
    line.isCut = true;
    await send(field, 'Carried later');
    await write(field, 'out.ncb');
    const cut = new CuttableLine();
    const stranded = await openColleague(hub, field, { throughTransport: cut.through });
    try {
      cut.isCut = true;
      expect(await refusalOf(read(stranded, 'out.ncb'))).toBe('bundle-no-network');
      cut.isCut = false;
      expect(outcomes(await read(stranded, 'out.ncb'))).toEqual(['message sent']);
      expect(await refusalOf(stranded.call('bundle.take-over', { token: grant(stranded, 'out.ncb', 'read') }))).toBe(
        'forbidden',
      );
      await stranded.signInAgain('admin');
      expect(await refusalOf(stranded.call('bundle.take-over', { token: grant(stranded, 'out.ncb', 'read') }))).toBe(
        'bundle-sender-active',
      );
    } finally {
      await stranded.close();
    }
  }, 60_000);
});

describe('the hub’s own command line', () => {
  const command = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: hub.databaseUrl };
    return run(process.execPath, ['--import', 'tsx', 'hub/main.ts', 'bundle', ...args], { env });
  };

  it('reads a bundle in without any line, and its answers settle the outbox', async () => {
    line.isCut = true;
    const photograph = Buffer.alloc(1_100_000, 'a picture ');
    await send(field, 'By courier: owner of passport 1', await addFile(field, photograph));
    await write(field, 'out.ncb');
    const { stdout } = await command(path('out.ncb'), '--answers', path('back.ncb'));
    expect(stdout).toMatch(/^Bundle 1 of UTO-[0-9A-F]{4} \(UTO\):\n[0-9a-f-]{36} {2}accepted\n/);
    expect((await command(path('out.ncb'))).stdout).toContain('known already');
    expect(outcomes(await read(field, 'back.ncb')).toSorted()).toEqual(['case-file sent', 'message sent']);
    expect((await field.call('outbox.list', {})).filter(({ kind }) => kind === 'message')).toEqual([]);
    await other.call('sync.now', {});
    await untilArrived(1);
    expect(await fileOf(other, 'By courier: owner of passport 1')).toEqual(photograph);
  }, 120_000);

  it('says what is wrong with a file, and reads nothing in', async () => {
    line.isCut = true;
    await send(field, 'Never read in');
    await write(field, 'out.ncb');
    const whole = await readFile(path('out.ncb'));
    await writeFile(path('partial.ncb'), whole.subarray(0, -1));
    await expect(command(path('partial.ncb'))).rejects.toMatchObject({
      stderr: expect.stringContaining('This copy stops before its end. Nothing was read in.'),
    });
    expect(await arrived()).toEqual([]);
  }, 120_000);
});

describe('the hub’s own command line, where the line would be refused,', () => {
  const command = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: hub.databaseUrl };
    return run(process.execPath, ['--import', 'tsx', 'hub/main.ts', 'bundle', ...args], { env });
  };
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
    await send(field, 'By courier', await addFile(field, Buffer.alloc(1_100_000, 'a picture ')));
    await write(field, 'out.ncb');
  });

  it('takes nothing of a bureau that is suspended, writes that down, and everything once it is readmitted', async () => {
    const before = await kept();
    await hub.admin.suspendBureau('UTO', true);
    await expect(command(path('out.ncb'), '--answers', path('back.ncb'))).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/is suspended\. Nothing was read in, and the work stays at the workstation\. Once/),
    });
    expect(await kept()).toEqual(before);
    expect(await readdir(stick)).not.toContain('back.ncb');
    const written =
      "select bureau, workstation, details from audit where event = 'refused' and details ->> 'carrier' = '-'";
    expect(await hub.database.query(written)).toEqual([
      { bureau: 'UTO', workstation: before[0]?.id, details: { code: 'bureau-suspended', carrier: '-' } },
    ]);
    await hub.admin.suspendBureau('UTO', false);
    await command(path('out.ncb'), '--answers', path('back.ncb'));
    expect(outcomes(await read(field, 'back.ncb')).toSorted()).toEqual(['case-file sent', 'message sent']);
  }, 120_000);

  it('takes nothing of a workstation that was revoked, not even its files', async () => {
    await field.signInAgain('admin');
    const { workstationId } = await field.call('workstation.info', {});
    const before = await kept();
    await hub.admin.revokeWorkstation(workstationId);
    await expect(command(path('out.ncb'), '--answers', path('back.ncb'))).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('has been revoked. Nothing was read in.'),
    });
    expect(await kept()).toEqual(before);
    expect(await readdir(stick)).not.toContain('back.ncb');
  }, 120_000);
});

describe('a revoked workstation', () => {
  it('is told so, saves its unsent work, and an administrator lets it leave elsewhere, once', async () => {
    line.isCut = true;
    const photograph = Buffer.alloc(1_100_000, 'a picture ');
    const files = await addFile(field, photograph);
    await send(field, 'Written on the lost laptop', files);
    const waiting = (await field.call('outbox.list', {})).length;
    await field.signInAgain('admin');
    const { workstationId } = await field.call('workstation.info', {});
    await hub.admin.revokeWorkstation(workstationId);
    line.isCut = false;
    await field.call('sync.now', {});
    const status = await field.until('status.get', {}, ({ revoked }) => revoked !== null);
    expect(status).toMatchObject({ connection: 'refused', waiting });

    // At the revoked machine the administrator saves what waits, without seeing it.
    line.isCut = true;
    await field.signInAgain('admin');
    expect((await field.call('status.get', {})).revoked).not.toBeNull();
    await write(field, 'lost.ncb');
    expect(await refusalOf(read(office, 'lost.ncb'))).toBe('bundle-sender-revoked');
    await office.signInAgain('admin');
    const taken = await office.call('bundle.take-over', { token: grant(office, 'lost.ncb', 'read') });
    expect(taken).toMatchObject({ kind: 'taken-over', messages: 1, files: 2 });
    expect(outcomes(taken)).toEqual(['message taken']);
    expect(changes(taken)).toEqual(['taken']);
    await untilArrived(1);
    await office.signInAgain('officer');
    await office.until('case.list', {}, ({ rows }) => rows.length === 1);
    await office.until('case.files', { id: files.caseId }, (kept) => kept.some(({ state }) => state === 'here'));
    await office.signInAgain('admin');
    expect(await fileOf(other, 'Written on the lost laptop')).toEqual(photograph);
    const again = await office.call('bundle.take-over', { token: grant(office, 'lost.ncb', 'read') });
    expect([outcomes(again), changes(again)]).toEqual([['message known'], ['known']]);

    // The machine begins anew: another identity, the same cases, and nothing is sent twice.
    line.isCut = false;
    await field.call('workstation.renew', {});
    expect((await field.call('session.state', {})).phase).toBe('locked');
    expect(await refusalOf(field.call('session.unlock', { username: 'officer', passphrase: PASSPHRASE }))).toBe(
      'needs-enrolment',
    );
    const enrolmentCode = await hub.admin.createEnrolmentCode('UTO');
    const account = { username: 'officer', passphrase: PASSPHRASE };
    await field.call('session.re-enrol', { hubUrl: hub.url, enrolmentCode, ...account });
    expect((await field.call('case.list', {})).rows).toHaveLength(1);
    await field.until('outbox.list', { finished: true }, (items) =>
      items.some(({ kind, state }) => kind === 'message' && ['sent', 'delivered', 'read'].includes(state)),
    );
    expect((await field.call('status.get', {})).revoked).toBeNull();
    await field.signInAgain('admin');
    expect((await field.call('workstation.info', {})).workstationId).not.toBe(workstationId);
    expect(await arrived()).toEqual(['Written on the lost laptop']);
  }, 60_000);

  it('is not renewed while the hub takes it', async () => {
    await field.signInAgain('admin');
    expect(await refusalOf(field.call('workstation.renew', {}))).toBe('workstation-not-revoked');
  });
});
