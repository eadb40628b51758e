import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import { CHUNK_SIZE } from '#shared/protocol/seal-file.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { CuttableLine, TestWorkstation } from '#test/helpers/workstation.ts';

let hub: TestHub;
let first: TestWorkstation;
let second: TestWorkstation;
let folder: string;
let before: CaseId;
const lineOfFirst = new CuttableLine();
const lineOfSecond = new CuttableLine();

const untilSent = (station: TestWorkstation) => station.until('status.get', {}, ({ waiting }) => waiting === 0);
const chunksAtHub = async () =>
  Number((await hub.database.query<{ count: string }>('select count(*) as count from blob_chunks'))[0]?.count);

async function addFile(station: TestWorkstation, caseId: CaseId, name: string, content: Uint8Array): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, content);
  station.files.grant(name, path, 'read');
  await station.call('file.add', { caseId, token: name });
}

const untilFile = async (station: TestWorkstation, id: CaseId, name: string, state: AttachmentRow['state']) => {
  const named = (files: readonly AttachmentRow[]) => files.find((file) => file.name === name);
  return named(await station.until('case.files', { id }, (files) => named(files)?.state === state)) as AttachmentRow;
};

/** The bytes a workstation gives out for a file of a case. */
async function contentAt(station: TestWorkstation, { id }: AttachmentRow): Promise<Buffer> {
  const path = join(folder, `copy of ${id}`);
  station.files.grant(id, path, 'write');
  await station.call('file.save', { id, token: id });
  return readFile(path);
}

/** A case that both workstations have. */
async function sharedCase(title: string): Promise<CaseId> {
  const { id } = await first.call('case.create', caseInput({ title }));
  await second.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id));
  return id;
}

async function mend(...lines: CuttableLine[]): Promise<void> {
  for (const line of lines) line.isCut = false;
  for (const station of [first, second]) await station.call('sync.now', {});
}

const alone = randomBytes(2000);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ncb-shared-files-'));
  hub = await startTestHub();
  first = await TestWorkstation.create({ throughTransport: lineOfFirst.through });
  await first.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  ({ id: before } = await first.call('case.create', caseInput({ title: 'Begun alone' })));
  await addFile(first, before, 'alone.pdf', alone);
  second = await openColleague(hub, first, { throughTransport: lineOfSecond.through });
  await first.call('sync.now', {});
});

afterAll(async () => {
  await first.close();
  await second.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a file of a case', () => {
  it('that was added before the bureau had a second workstation comes to it as well', async () => {
    const file = await untilFile(second, before, 'alone.pdf', 'here');
    expect(file).toMatchObject({ addedBy: 'Olaf Officer', size: alone.length });
    expect(await contentAt(second, file)).toEqual(alone);
  });

  it('added without a line is announced first, then comes whole, and stands in the timeline of both', async () => {
    const id = await sharedCase('A film');
    await untilSent(first);
    const film = randomBytes(3 * CHUNK_SIZE - 77);
    lineOfFirst.isCut = true;
    await addFile(first, id, 'film.mp4', film);
    expect(await second.call('case.files', { id })).toEqual([]);
    await first.call('outbox.list', {}).then(async (items) => {
      const content = items.find(({ kind }) => kind === 'case-file');
      expect(content).toMatchObject({ title: 'film.mp4', canWithdraw: false, canPause: true });
      await first.call('outbox.pause', { id: content?.id ?? '' });
    });
    await mend(lineOfFirst);
    const announced = await untilFile(second, id, 'film.mp4', 'announced');
    expect(announced).toMatchObject({ size: film.length, arrived: null, canFetchAgain: false });
    const [held] = (await first.call('outbox.list', {})).filter(({ canResume }) => canResume);
    await first.call('outbox.resume', { id: held?.id ?? '' });
    const here = await untilFile(second, id, 'film.mp4', 'here');
    expect((await contentAt(second, here)).equals(film)).toBe(true);
    expect(here.digest).toBe((await first.call('case.files', { id }))[0]?.digest);
    const { rows } = await second.call('case.timeline', { id });
    expect(rows).toContainEqual(expect.objectContaining({ kind: 'file-added', actor: 'Olaf Officer' }));
  });

  it('whose content the hub has is not brought there again, nor fetched twice', async () => {
    const id = await sharedCase('The same once more');
    const content = randomBytes(CHUNK_SIZE + 5);
    await addFile(first, id, 'original.bin', content);
    await untilFile(second, id, 'original.bin', 'here');
    const chunks = await chunksAtHub();
    await addFile(first, before, 'another name.bin', content);
    await addFile(second, id, 'from the other side.bin', content);
    expect((await untilFile(second, before, 'another name.bin', 'here')).size).toBe(content.length);
    await untilFile(first, id, 'from the other side.bin', 'here');
    for (const station of [first, second]) await untilSent(station);
    expect(await chunksAtHub()).toBe(chunks);
  });

  it('that is damaged before it left needs a person, and keeps no other file waiting', async () => {
    const id = await sharedCase('One bad file');
    await untilSent(first);
    lineOfFirst.isCut = true;
    const sealed = join(first.folder, 'vault', 'attachments');
    const others = await readdir(sealed);
    await addFile(first, id, 'bad.bin', randomBytes(3000));
    for (const name of await readdir(sealed)) if (!others.includes(name)) await truncate(join(sealed, name), 100);
    await addFile(first, id, 'good.bin', randomBytes(4000));
    await mend(lineOfFirst);
    await untilFile(second, id, 'good.bin', 'here');
    await untilFile(second, id, 'bad.bin', 'announced');
    const stuck = (await first.call('outbox.list', {})).filter(({ state }) => state === 'needs-attention');
    expect(stuck).toMatchObject([{ kind: 'case-file', title: 'bad.bin', problem: { code: 'file-damaged' } }]);
    expect((await first.call('case.files', { id })).find(({ name }) => name === 'bad.bin')?.state).toBe('damaged');
  });

  it('waits while only what is urgent is sent', async () => {
    const id = await sharedCase('A narrow line');
    await untilSent(first);
    await first.call('sync.only-urgent', { on: true });
    const chunks = await chunksAtHub();
    await addFile(first, id, 'later.bin', randomBytes(500));
    await first.call('sync.now', {});
    expect(await chunksAtHub()).toBe(chunks);
    await first.call('sync.only-urgent', { on: false });
    await untilFile(second, id, 'later.bin', 'here');
  });

  it('is nothing the hub can read, and goes to no other bureau', async () => {
    const envelopes = await hub.database.query<{ text: string }>('select e::text as text from envelopes e');
    const text = envelopes.map(({ text: one }) => one).join('\n');
    for (const secret of ['film.mp4', 'alone.pdf', 'original.bin']) expect(text).not.toContain(secret);
    const streams = await hub.database.query<{ bureau: string }>('select distinct bureau from streams');
    expect(streams.map(({ bureau }) => bureau)).toEqual(['UTO']);
  });

  it('goes to another bureau anew from whoever has only a colleague’s word that the hub has it', async () => {
    const ruritania = await TestWorkstation.create();
    await ruritania.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
    const caseId = await sharedCase('Sent on by both');
    const content = randomBytes(CHUNK_SIZE + 9);
    await addFile(first, caseId, 'sent on.bin', content);
    const { id: atSecond } = await untilFile(second, caseId, 'sent on.bin', 'here');
    const { id: atFirst } = await untilFile(first, caseId, 'sent on.bin', 'here');
    const chunks = await chunksAtHub();
    const sendOn = async (from: TestWorkstation, id: AttachmentRow['id']) => {
      const subject = `A film of the crossing, of ${from.folder}`;
      await from.call('sync.now', {});
      await from.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
      await from.call('message.send', messageInput({ to: ['RUR'], subject, caseId, attachmentIds: [id] }));
      const { rows } = await ruritania.until('message.list', {}, (list) =>
        list.rows.some((row) => row.subject === subject),
      );
      const conversationId = rows.find((row) => row.subject === subject)?.conversationId as MessageId;
      const isHere = ({ files }: { files: readonly AttachmentRow[] }) => files.every(({ state }) => state === 'here');
      const [message] = await ruritania.until('message.thread', { conversationId }, (thread) => thread.every(isHere));
      return contentAt(ruritania, message?.files[0] as AttachmentRow);
    };
    expect((await sendOn(first, atFirst)).equals(content)).toBe(true);
    expect(await chunksAtHub()).toBe(chunks);
    expect((await sendOn(second, atSecond)).equals(content)).toBe(true);
    expect(await chunksAtHub()).toBe(chunks + 2);
    await ruritania.close();
  });

  it('that goes out with a message stands once in a colleague’s copy of the case, whichever way it comes first', async () => {
    const other = await TestWorkstation.create();
    try {
      await other.enrol(hub.url, await hub.admin.createEnrolmentCode('ZUB'));
      await first.call('sync.now', {});
      await first.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'ZUB' && reachable));
      const id = await sharedCase('Enclosed');
      await untilSent(first);
      const photograph = randomBytes(3000);
      lineOfFirst.isCut = true;
      await addFile(first, id, 'photograph.jpg', photograph);
      const [{ id: fileId } = { id: '' }] = await first.call('case.files', { id });
      const waiting = await first.call('outbox.list', {});
      const content = waiting.find(({ kind, title }) => kind === 'case-file' && title === 'photograph.jpg');
      // The message brings the content, long before the case's own file does.
      await first.call('outbox.pause', { id: content?.id ?? '' });
      const sent = messageInput({
        to: ['ZUB'],
        caseId: id,
        attachmentIds: [fileId] as never,
        subject: 'With a photograph',
      });
      const { conversationId } = await first.call('message.send', sent);
      await mend(lineOfFirst);
      await second.until('message.list', {}, ({ rows }) => rows.some(({ subject }) => subject === 'With a photograph'));
      await second.until('message.thread', { conversationId }, ([message]) => message?.files[0]?.state === 'here');
      await second.until('case.files', { id }, (files) => files.length === 1);
      await second.call('message.file', { conversationId, caseId: id });
      const file = await untilFile(second, id, 'photograph.jpg', 'here');
      expect(await second.call('case.files', { id })).toEqual([expect.objectContaining({ id: fileId })]);
      expect((await second.call('case.get', { id })).counts.attachments).toBe(1);
      expect(await contentAt(second, file)).toEqual(photograph);
      await first.call('outbox.resume', { id: content?.id ?? '' });
      await untilSent(first);
      expect(await second.call('case.files', { id })).toHaveLength(1);
      expect(await first.call('case.files', { id })).toHaveLength(1);
    } finally {
      await other.close();
    }
  }, 60_000);
});
