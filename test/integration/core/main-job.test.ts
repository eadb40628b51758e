import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { CallRefused, CuttableLine, PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

const HOUR = 3_600_000;

const aCase: Input<'case.create'> = {
  title: 'Forged passports at the northern crossing',
  crimeArea: 'people-smuggling',
  priority: 'high',
  purpose: 'obtain-information',
  handling: 'H1',
  marking: 'for-official-use-only',
  officerId: null,
  description: 'Three passports of one series within a week.',
};

const aRequest = (caseId: CaseId): Input<'message.send'> => ({
  caseId,
  to: ['RUR'],
  subject: 'Holder of passport R1234567',
  body: 'Please confirm the identity of the holder and the date of issue of passport R1234567.',
  priority: 'routine',
  handling: 'H1',
  purpose: 'obtain-information',
  answerBy: Date.now() + 48 * HOUR,
});

describe('the main job between two bureaus and a real hub', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;
  const line = new CuttableLine();

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await TestWorkstation.create({ throughTransport: line.through });
    ruritania = await TestWorkstation.create();
    await utopia.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
    await ruritania.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
  });

  afterAll(async () => {
    await utopia.close();
    await ruritania.close();
    await hub.close();
  });

  it('brings a request with its file to the other bureau once, and the answer back into the case', async () => {
    const { id: caseId } = await utopia.call('case.create', aCase);
    const folder = await mkdtemp(join(tmpdir(), 'ncb-files-'));
    const content = Buffer.alloc(2_500_000, 'passport page ');
    await writeFile(join(folder, 'page.pdf'), content);
    utopia.files.grant('token-1', join(folder, 'page.pdf'), 'read');
    const file = await utopia.call('file.add', { caseId, token: 'token-1' });
    await utopia.until('directory.list', {}, (bureaus) =>
      bureaus.some(({ code, reachable }) => code === 'RUR' && reachable),
    );
    const sent = await utopia.call('message.send', { ...aRequest(caseId), attachmentIds: [file.id] });

    const inbox = await ruritania.until('message.list', { box: 'inbox' }, ({ total }) => total > 0);
    const [arrived] = inbox.rows;
    expect(arrived).toMatchObject({ subject: 'Holder of passport R1234567', from: 'UTO', direction: 'in' });
    const conversationId = arrived?.conversationId ?? sent.conversationId;
    const [request] = await ruritania.until(
      'message.thread',
      { conversationId },
      ([first]) => first?.files[0]?.state === 'here',
    );
    const received = request?.files[0];
    expect(received?.digest).toBe(createHash('sha256').update(content).digest('hex'));
    ruritania.files.grant('token-2', join(folder, 'copy.pdf'), 'write');
    if (received) await ruritania.call('file.save', { id: received.id, token: 'token-2' });
    expect((await readFile(join(folder, 'copy.pdf'))).equals(content)).toBe(true);

    await ruritania.call('message.mark-read', { conversationId });
    await ruritania.call('message.send', {
      to: ['UTO'],
      inReplyTo: request?.id ?? null,
      subject: 'Re: Holder of passport R1234567',
      body: 'The passport was issued on 4 May 2031 and reported lost on 2 June 2031.',
      priority: 'routine',
      handling: 'H1',
      purpose: 'obtain-information',
    });
    const thread = await utopia.until(
      'message.thread',
      { conversationId: sent.conversationId },
      ({ length }) => length === 2,
    );
    expect(thread[1]).toMatchObject({ direction: 'in', from: 'RUR', caseId });
    const timeline = await utopia.until('case.timeline', { id: caseId }, ({ rows }) =>
      rows.some(({ kind }) => kind === 'request-read'),
    );
    const kinds = timeline.rows.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['case-created', 'file-added', 'request-sent', 'request-delivered', 'message-received']),
    );
  });

  it('a damaged file holds up nothing but its own message, on either side, and can be had again', async () => {
    const { id: caseId } = await utopia.call('case.create', { ...aCase, title: 'With a damaged file' });
    const folder = await mkdtemp(join(tmpdir(), 'ncb-files-'));
    await writeFile(join(folder, 'page.txt'), 'the page that was sent');
    const sealedNames = async (station: TestWorkstation) =>
      new Set(await readdir(join(station.folder, 'vault', 'attachments')).catch(() => []));
    const newName = async (station: TestWorkstation, before: ReadonlySet<string>) =>
      [...(await sealedNames(station))].find((name) => !before.has(name)) ?? '';
    const alter = (station: TestWorkstation, name: string) =>
      truncate(join(station.folder, 'vault', 'attachments', name), 100);
    const addPage = async (token: string) => {
      utopia.files.grant(token, join(folder, 'page.txt'), 'read');
      return utopia.call('file.add', { caseId, token });
    };
    const send = (subject: string, attachmentIds: Input<'message.send'>['attachmentIds']) =>
      utopia.call('message.send', { ...aRequest(caseId), subject, attachmentIds });

    const before = await sealedNames(utopia);
    const file = await addPage('page-1');
    const sealed = await newName(utopia, before);
    line.isCut = true;
    const stuck = await send('Holder of passport R1111111', [file.id]);
    const other = await send('Holder of passport R2222222', []);
    await alter(utopia, sealed);
    line.isCut = false;
    await utopia.call('sync.now', {});
    const itemOf = async (id: string) =>
      (await utopia.call('outbox.list', { finished: true })).find((item) => item.refId === id);
    await expect.poll(async () => (await itemOf(other.id))?.state, { timeout: 15_000 }).toMatch(/sent|delivered|read/);
    await expect.poll(async () => (await itemOf(stuck.id))?.problem?.code, { timeout: 15_000 }).toBe('file-damaged');
    expect(await utopia.call('case.files', { id: caseId })).toMatchObject([{ state: 'damaged' }]);

    const arrivedBefore = await sealedNames(ruritania);
    await addPage('page-2');
    await utopia.call('outbox.retry', { id: (await itemOf(stuck.id))?.id ?? '' });
    await expect.poll(async () => (await itemOf(stuck.id))?.state, { timeout: 15_000 }).toMatch(/sent|delivered|read/);

    const arrived = async () =>
      (await ruritania.call('message.thread', { conversationId: stuck.conversationId }))[0]?.files[0];
    await expect.poll(async () => (await arrived())?.state, { timeout: 15_000 }).toBe('here');
    await alter(ruritania, await newName(ruritania, arrivedBefore));
    const received = await arrived();
    if (!received) throw new Error('The file did not arrive.');
    const save = (token: string) => {
      ruritania.files.grant(token, join(folder, 'copy.txt'), 'write');
      return ruritania.call('file.save', { id: received.id, token });
    };
    await expect(save('copy-1')).rejects.toMatchObject({ appError: { code: 'file-damaged' } });
    expect(await arrived()).toMatchObject({ state: 'damaged', canFetchAgain: true });
    await ruritania.call('file.fetch-again', { id: received.id });
    await expect.poll(async () => (await arrived())?.state, { timeout: 15_000 }).toBe('here');
    await save('copy-2');
    expect(await readFile(join(folder, 'copy.txt'), 'utf8')).toBe('the page that was sent');
  });

  it('keeps what is done without a network through a restart, and sends each item once when the line is back', async () => {
    await utopia.until('status.get', {}, ({ waiting }) => waiting === 0);
    line.isCut = true;
    const { id: caseId } = await utopia.call('case.create', { ...aCase, title: 'Written without a network' });
    await utopia.call('message.send', { ...aRequest(caseId), subject: 'First' });
    await utopia.call('message.send', { ...aRequest(caseId), subject: 'Second' });
    await utopia.until('status.get', {}, ({ connection, waiting }) => connection === 'offline' && waiting === 2);
    const outbox = await utopia.call('outbox.list', {});
    expect(outbox.map(({ state, reason }) => [state, reason])).toEqual([
      ['waiting', 'no-network'],
      ['waiting', 'no-network'],
    ]);

    await utopia.signInAgain();
    expect((await utopia.call('outbox.list', {})).map(({ title }) => title)).toEqual(['First', 'Second']);
    line.isCut = false;
    await utopia.call('sync.now', {});
    await utopia.until('status.get', {}, ({ waiting }) => waiting === 0);
    const arrived = await ruritania.until('message.list', { box: 'inbox' }, ({ rows }) =>
      rows.some(({ subject }) => subject === 'Second'),
    );
    const subjects = arrived.rows
      .map(({ subject }) => subject)
      .filter((subject) => subject === 'First' || subject === 'Second');
    expect(subjects.sort()).toEqual(['First', 'Second']);
  });

  it('refuses to send what the precision check finds incomplete', async () => {
    const { id: caseId } = await utopia.call('case.create', aCase);
    await expect(utopia.call('message.send', { caseId, to: [], subject: '', body: '' })).rejects.toThrow(
      'precision-check',
    );
    expect((await utopia.call('message.list', { caseId })).total).toBe(0);
  });

  it('writes one audit entry for each change, in a chain that holds', async () => {
    const before = (await utopia.call('audit.list', {})).total;
    await utopia.call('case.create', aCase);
    const after = await utopia.call('audit.list', {});
    expect(after.intact).toBe(true);
    expect(after.rows.filter(({ method }) => method === 'case.create').length).toBeGreaterThan(0);
    expect(after.total - before).toBeGreaterThanOrEqual(1);
  });

  it('lets the holder of the recovery key give an account a new passphrase, and nobody else', async () => {
    utopia.lock();
    const next = 'another long passphrase';
    const recover = (recoveryKey: string) =>
      utopia.call('session.recover', { recoveryKey, username: 'officer', passphrase: next });
    await expect(recover(ruritania.recoveryKey)).rejects.toThrow('recovery-key-wrong');
    await expect(recover(utopia.recoveryKey.replace(/\w+/, 'herons'))).rejects.toThrow('recovery-key-mistyped');
    await recover(utopia.recoveryKey);
    expect((await utopia.call('session.state', {})).phase).toBe('locked');
    await utopia.call('session.unlock', { username: 'officer', passphrase: next });
    await utopia.call('account.change-passphrase', { current: next, next: PASSPHRASE });
    expect((await utopia.call('audit.list', { search: 'session.recover' })).total).toBe(1);
  });

  it('refuses an administrator the content of cases', async () => {
    await utopia.signInAgain('admin');
    await expect(utopia.call('case.list', {})).rejects.toThrow(CallRefused);
    await utopia.signInAgain();
  });
});

describe('enrolment', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.close());

  const enrolWith = async (hubUrl: string, enrolmentCode: string) => {
    const station = await TestWorkstation.create();
    try {
      const account = { username: 'admin', name: 'Ada Admin', passphrase: 'a long enough passphrase' };
      await station.call('session.enrol', { hubUrl, enrolmentCode, account });
      return 'enrolled';
    } catch (error) {
      const { phase } = await station.call('session.state', {});
      return [error instanceof CallRefused ? error.appError.code : String(error), phase];
    } finally {
      await station.close();
    }
  };

  it('takes a code once, and leaves nothing behind where it is refused', async () => {
    const code = await hub.admin.createEnrolmentCode('UTO');
    const slip = code.replace(/[0-9A-Z]/, (first) => (first === '7' ? '8' : '7'));
    expect(await enrolWith(hub.url, slip)).toEqual(['code-mistyped', 'new']);
    expect(await enrolWith(hub.url, code)).toBe('enrolled');
    expect(await enrolWith(hub.url, code)).toEqual(['code-used', 'new']);
  });

  it('does not enrol at a hub other than the one the code was made for', async () => {
    const other = await startTestHub();
    const code = await other.admin.createEnrolmentCode('UTO');
    expect(await enrolWith(hub.url, code)).toEqual(['hub-other', 'new']);
    await other.close();
  });

  it('says that the hub cannot be reached when it cannot', async () => {
    const code = await hub.admin.createEnrolmentCode('ZUB');
    expect(await enrolWith('https://127.0.0.1:9', code)).toEqual(['hub-unreachable', 'new']);
  });
});
