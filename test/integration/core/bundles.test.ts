import { copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import type { TestHub } from '#test/helpers/hub.ts';
import {
  changes,
  type FieldOfficeAndOther,
  openFieldOfficeAndOther,
  outcomes,
  refusalOf,
  renewKey,
  type Stick,
  send,
  subjectsAt,
  untilMessages,
  untilNothingWaits,
} from '#test/helpers/stick.ts';
import { CuttableLine, type TestWorkstation } from '#test/helpers/workstation.ts';

let world: FieldOfficeAndOther;
let hub: TestHub;
let stick: Stick;
let line: CuttableLine;
let field: TestWorkstation;
let office: TestWorkstation;
let other: TestWorkstation;

beforeEach(async () => {
  world = await openFieldOfficeAndOther();
  ({ hub, stick, line, field, office, other } = world);
}, 60_000);
afterEach(() => world.close());

describe('a bundle on a stick', () => {
  it('carries requests and files out by a colleague, their answers back, and doubles nothing when the line returns', async () => {
    const photograph = Buffer.alloc(2_500_000, 'a picture ');
    line.isCut = true;
    const files = await stick.addFile(field, photograph);
    const request = await send(field, 'Carried: owner of passport 1', files);
    await send(field, 'Carried: owner of passport 2');
    const written = await stick.write(field, 'out.ncb');
    const waiting = await field.call('outbox.list', {});
    expect(written).toMatchObject({ number: 1, items: waiting.length });
    expect(waiting.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['message', 'message', 'case-file', 'record-changes']),
    );
    expect(waiting[0]).toMatchObject({ state: 'waiting', carried: { bundle: 1 }, canWithdraw: false });
    expect((await readFile(stick.path('out.ncb'))).length).toBeGreaterThan(photograph.length);

    const carried = await stick.read(office, 'out.ncb');
    expect(carried).toMatchObject({ kind: 'carried', number: 1, readBefore: null });
    expect(outcomes(carried)).toEqual(['message sent', 'message sent']);
    expect(changes(carried)).toEqual(['sent']);
    await office.until('case.list', {}, ({ rows }) => rows.length === 1);
    await untilMessages(other, 2);
    expect(await stick.fileOf(other, 'Carried: owner of passport 1')).toEqual(photograph);

    await other.call(
      'message.send',
      messageInput({ to: ['UTO'], subject: 'Answer to 1', inReplyTo: request.id as never }),
    );
    await untilNothingWaits(other);
    await office.until('message.list', {}, ({ rows }) => rows.some(({ subject }) => subject === 'Answer to 1'));
    await stick.answer(office, carried.id, 'back.ncb');
    const back = await stick.read(field, 'back.ncb');
    expect(back).toMatchObject({ kind: 'answers', number: 1, messages: 1, isStreamLeftOut: false });
    expect(outcomes(back).toSorted()).toEqual(['case-file sent', 'message sent', 'message sent']);
    expect((await field.call('outbox.list', {})).filter(({ kind }) => kind === 'message')).toEqual([]);
    const thread = await field.call('message.thread', { conversationId: request.conversationId });
    expect(thread.map(({ subject }) => subject)).toContain('Answer to 1');

    // Read in again, and then the line is back: nothing changes but what is new.
    expect(await stick.read(field, 'back.ncb')).toMatchObject({ messages: 0, isStreamLeftOut: false });
    line.isCut = false;
    await field.call('sync.now', {});
    await untilNothingWaits(field);
    expect(await subjectsAt(other)).toEqual([
      'Answer to 1',
      'Carried: owner of passport 1',
      'Carried: owner of passport 2',
    ]);
    expect((await field.call('message.list', {})).rows.map(({ subject }) => subject).toSorted()).toEqual(
      await subjectsAt(other),
    );
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  }, 90_000);

  it('answers a workstation that was away while its bureau was given another key', async () => {
    line.isCut = true;
    await send(field, 'Sealed before the renewal');
    await stick.write(field, 'out.ncb');
    await renewKey(office);
    await other.call('sync.now', {});
    await other.until('status.get', {}, ({ changedKeys }) => changedKeys.includes('UTO'));
    await other.call('message.send', messageInput({ to: ['UTO'], subject: 'Sealed to the new key' }));
    await untilNothingWaits(other);
    await office.until('message.list', {}, ({ rows }) =>
      rows.some(({ subject }) => subject === 'Sealed to the new key'),
    );
    const carried = await stick.read(office, 'out.ncb');
    await stick.answer(office, carried.id, 'back.ncb');
    expect(await stick.read(field, 'back.ncb')).toMatchObject({ kind: 'answers', messages: 1 });
    expect((await field.call('status.get', {})).waitingForKeys).toBeNull();
    expect(await subjectsAt(field)).toContain('Sealed to the new key');
  }, 120_000);

  it('brings the files of messages that came back with it', async () => {
    line.isCut = true;
    await send(field, 'Carried: owner of passport 1');
    await stick.write(field, 'out.ncb');
    const carried = await stick.read(office, 'out.ncb');
    await untilMessages(other, 1);
    const scan = Buffer.alloc(1_200_000, 'a scan ');
    await writeFile(stick.path('scan.pdf'), scan);
    const { id: caseId } = await other.call('case.create', caseInput());
    const { id } = await other.call('file.add', { caseId, token: stick.grant(other, 'scan.pdf', 'read') });
    await other.call(
      'message.send',
      messageInput({ to: ['UTO'], subject: 'With a scan', caseId, attachmentIds: [id] }),
    );
    await untilNothingWaits(other);
    await stick.answer(office, carried.id, 'back.ncb');
    expect(await stick.read(field, 'back.ncb')).toMatchObject({ messages: 1, files: 1 });
    expect(await stick.fileOf(field, 'With a scan')).toEqual(scan);
  }, 60_000);

  it('is harmless when the line was faster, when it is read in twice, late, or at two workstations at once', async () => {
    line.isCut = true;
    await send(field, 'Both ways: owner of passport 1');
    await stick.write(field, 'first.ncb');
    await send(field, 'Both ways: owner of passport 2');
    await stick.write(field, 'second.ncb');
    const third = await openColleague(hub, office);
    try {
      const both = await Promise.all([stick.read(office, 'second.ncb'), stick.read(third, 'second.ncb')]);
      const all = both.flatMap(outcomes).toSorted();
      expect(all).toEqual(['message known', 'message known', 'message sent', 'message sent']);
      // The older one afterwards, and the same again.
      expect(outcomes(await stick.read(office, 'first.ncb'))).toEqual(['message known']);
      expect(await stick.read(office, 'second.ncb')).toMatchObject({ readBefore: expect.any(Number) });
      line.isCut = false;
      await field.call('sync.now', {});
      await untilNothingWaits(field);
      // By the line first, by the bundle afterwards.
      line.isCut = true;
      await send(field, 'Both ways: owner of passport 3');
      await stick.write(field, 'third.ncb');
      line.isCut = false;
      await field.call('sync.now', {});
      await untilNothingWaits(field);
      expect(outcomes(await stick.read(office, 'third.ncb'))).toEqual(['message known']);
      await untilMessages(other, 3);
      expect(await subjectsAt(other)).toEqual([1, 2, 3].map((number) => `Both ways: owner of passport ${number}`));
    } finally {
      await third.close();
    }
  }, 60_000);

  it('goes by the line with its files, in order, if that comes back before anybody has carried it', async () => {
    line.isCut = true;
    const files = await stick.addFile(field, Buffer.alloc(1_500_000, 'bytes '));
    await send(field, 'With a file', files);
    await send(field, 'Without one');
    await stick.write(field, 'never-carried.ncb');
    line.isCut = false;
    await field.call('sync.now', {});
    await send(field, 'Written afterwards');
    await untilNothingWaits(field);
    await untilMessages(other, 3);
    expect(await subjectsAt(other)).toEqual(['With a file', 'Without one', 'Written afterwards']);
    expect((await stick.fileOf(other, 'With a file')).length).toBe(1_500_000);
  }, 60_000);

  it('says what is wrong with a file that is no whole bundle of this bureau, and does nothing', async () => {
    line.isCut = true;
    expect(await refusalOf(stick.write(field, 'nothing.ncb'))).toBe('bundle-empty');
    await send(field, 'Never read in: owner of passport 1');
    await stick.write(field, 'out.ncb');
    const whole = await readFile(stick.path('out.ncb'));
    await writeFile(stick.path('partial.ncb'), whole.subarray(0, whole.length - 100));
    await writeFile(stick.path('altered.ncb'), whole.with(whole.length - 4000, (whole.at(-4000) ?? 0) ^ 1));
    await writeFile(stick.path('later.ncb'), whole.with(9, 7));
    await writeFile(stick.path('holiday.jpg'), Buffer.from('not a bundle at all'));
    const verdicts = await Promise.all(
      ['partial.ncb', 'altered.ncb', 'later.ncb', 'holiday.jpg'].map((name) => refusalOf(stick.read(office, name))),
    );
    expect(verdicts).toEqual(['bundle-incomplete', 'bundle-damaged', 'bundle-newer', 'bundle-not-one']);
    expect(await refusalOf(stick.read(other, 'out.ncb'))).toBe('bundle-other-bureau');
    expect(await refusalOf(stick.read(field, 'out.ncb'))).toBe('bundle-own');
    expect(await refusalOf(stick.read(office, 'gone.ncb'))).toBe('file-unreadable');
    await copyFile(stick.path('out.ncb'), stick.path('copy.ncb'));
    const carried = await stick.read(office, 'copy.ncb');
    await stick.answer(office, carried.id, 'back.ncb');
    expect(await refusalOf(stick.read(office, 'back.ncb'))).toBe('bundle-other-workstation');
    await untilMessages(other, 1);
    expect(await subjectsAt(other)).toEqual(['Never read in: owner of passport 1']);
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
    await stick.write(field, 'out.ncb');
    const carried = await stick.read(office, 'out.ncb');
    await stick.answer(office, carried.id, 'back.ncb');
    field.lock();
    await rm(vault, { recursive: true });
    await cp(copy, vault, { recursive: true });
    await field.signInAgain();
    expect(await stick.read(field, 'back.ncb')).toMatchObject({ messages: 0, isStreamLeftOut: true });
    line.isCut = false;
    await field.call('sync.now', {});
    await field.until('message.list', {}, ({ rows }) => rows.length === 2);
    await rm(copy, { recursive: true });
  }, 60_000);

  it('follows a hub that has begun a new history, and leaves answers of the one before alone', async () => {
    line.isCut = true;
    await send(field, 'Sent by stick');
    await stick.write(field, 'out.ncb');
    const before = await stick.read(office, 'out.ncb');
    await stick.answer(office, before.id, 'former.ncb');
    await hub.admin.beginEpoch();
    await other.call('message.send', messageInput({ to: ['UTO'], subject: 'Of the new history' }));
    await office.call('sync.now', {});
    await office.until('message.list', {}, ({ rows }) => rows.some(({ subject }) => subject === 'Of the new history'));
    await stick.answer(office, before.id, 'back.ncb');
    expect(await stick.read(field, 'back.ncb')).toMatchObject({ messages: 1, isStreamLeftOut: false });
    expect(await stick.read(field, 'former.ncb')).toMatchObject({ messages: 0, isStreamLeftOut: true });
  }, 60_000);

  it('leaves no file behind when its writing is cancelled, and no item marked', async () => {
    line.isCut = true;
    await send(field, 'Still waiting');
    const token = stick.grant(field, 'out.ncb', 'write');
    expect(await refusalOf(field.call('bundle.write', { token }, AbortSignal.abort()))).toBe('cancelled');
    expect(await readdir(stick.folder)).toEqual([]);
    expect(await field.call('outbox.list', {})).toMatchObject([{ state: 'waiting', carried: null }]);
  });

  it('tells a carrier without a line to come back with one, and an officer what only an administrator may', async () => {
    line.isCut = true;
    await send(field, 'Carried later');
    await stick.write(field, 'out.ncb');
    const cut = new CuttableLine();
    const stranded = await openColleague(hub, field, { throughTransport: cut.through });
    try {
      cut.isCut = true;
      expect(await refusalOf(stick.read(stranded, 'out.ncb'))).toBe('bundle-no-network');
      cut.isCut = false;
      expect(outcomes(await stick.read(stranded, 'out.ncb'))).toEqual(['message sent']);
      expect(await refusalOf(stick.takeOver(stranded, 'out.ncb'))).toBe('forbidden');
      await stranded.signInAgain('admin');
      expect(await refusalOf(stick.takeOver(stranded, 'out.ncb'))).toBe('bundle-sender-active');
    } finally {
      await stranded.close();
    }
  }, 60_000);
});
