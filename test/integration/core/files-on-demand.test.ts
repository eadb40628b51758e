import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_FETCH_LIMIT } from '#shared/domain/fetch-rule.ts';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { CHUNK_SIZE, chunkCount } from '#shared/protocol/seal-file.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { CuttableLine, TestWorkstation } from '#test/helpers/workstation.ts';

const DAY = 86_400_000;

let hub: TestHub;
let first: TestWorkstation;
let second: TestWorkstation;
let folder: string;
let id: CaseId;
const lineOfSecond = new CuttableLine();
/** The chunks the second workstation was given. */
let given = 0;

async function addFile(name: string, content: Uint8Array): Promise<void> {
  await writeFile(join(folder, name), content);
  first.files.grant(name, join(folder, name), 'read');
  await first.call('file.add', { caseId: id, token: name });
}

const untilFile = async (name: string, state: AttachmentRow['state']) => {
  const named = (files: readonly AttachmentRow[]) => files.find((file) => file.name === name);
  const isThere = (files: readonly AttachmentRow[]) => named(files)?.state === state;
  return named(await second.until('case.files', { id }, isThere, 60_000)) as AttachmentRow;
};

const untilSent = () => first.until('status.get', {}, ({ waiting }) => waiting === 0, 60_000);
const chunksAtHub = async () =>
  Number((await hub.database.query<{ count: string }>('select count(*) as count from blob_chunks'))[0]?.count);
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

async function sha256At({ id: file }: AttachmentRow): Promise<string> {
  second.files.grant(file, join(folder, file), 'write');
  await second.call('file.save', { id: file, token: file });
  return sha256(await readFile(join(folder, file)));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ncb-on-demand-'));
  hub = await startTestHub();
  first = await TestWorkstation.create();
  await first.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  second = await openColleague(hub, first, {
    throughTransport: (transport) => {
      const line = lineOfSecond.through(transport);
      return {
        ...line,
        send: (request) => {
          if (!lineOfSecond.isCut && request.method === 'GET' && request.path.includes('/chunks/')) given += 1;
          return line.send(request);
        },
      };
    },
  });
  ({ id } = await first.call('case.create', caseInput({ title: 'With a film' })));
  await second.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id));
});

afterAll(async () => {
  await first.close();
  await second.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a large file of a colleague’s case', () => {
  const film = randomBytes(DEFAULT_FETCH_LIMIT + 7);

  it('waits at the hub while a small one comes by itself, and is told until when it can be had', async () => {
    const before = Date.now();
    await addFile('film.mp4', film);
    await addFile('small.pdf', film.subarray(0, 5_000));
    const waiting = await untilFile('film.mp4', 'on-demand');
    expect(waiting).toMatchObject({ size: film.length, addedBy: 'Olaf Officer', arrived: null });
    expect(waiting.atHub?.keeps).toBe('until');
    expect(waiting.atHub?.until).toBeGreaterThanOrEqual(before + 400 * DAY);
    expect(waiting.atHub?.until).toBeLessThanOrEqual(Date.now() + 400 * DAY);
    await untilFile('small.pdf', 'here');
    await untilSent();
    for (let round = 0; round < 3; round += 1) await second.call('sync.now', {});
    expect((await untilFile('film.mp4', 'on-demand')).arrived).toBeNull();
    expect(given).toBe(1);
  }, 120_000);

  it('asked for without a line comes whole once there is one, each chunk once', async () => {
    lineOfSecond.isCut = true;
    const { id: file } = await untilFile('film.mp4', 'on-demand');
    await second.call('file.fetch', { id: file });
    await second.call('file.take-back', { id: file });
    await second.call('file.fetch', { id: file });
    expect(await untilFile('film.mp4', 'arriving')).toMatchObject({ arrived: 0, isAskedFor: true });
    given = 0;
    lineOfSecond.isCut = false;
    await second.call('sync.now', {});
    const here = await untilFile('film.mp4', 'here');
    expect(await sha256At(here)).toBe(sha256(film));
    expect(given).toBe(chunkCount(film.length));
  }, 120_000);

  it('waits while only what is urgent is sent and fetched, also when somebody asks for it', async () => {
    await second.call('file.set-limit', { bytes: 0 });
    await addFile('meanwhile.bin', randomBytes(CHUNK_SIZE + 3));
    const { id: file } = await untilFile('meanwhile.bin', 'on-demand');
    await second.call('sync.only-urgent', { on: true });
    given = 0;
    await second.call('file.fetch', { id: file });
    for (let round = 0; round < 3; round += 1) await second.call('sync.now', {});
    expect((await untilFile('meanwhile.bin', 'arriving')).arrived).toBe(0);
    expect(given).toBe(0);
    await second.call('sync.only-urgent', { on: false });
    await untilFile('meanwhile.bin', 'here');
  }, 60_000);

  it('that the hub has let go of is told so, and is brought there anew by who has it when somebody asks the bureau', async () => {
    const content = randomBytes(CHUNK_SIZE + 9);
    const file = await letGoOf('old.bin', content);
    second.files.grant('place', join(folder, 'place'), 'write');
    await expect(second.call('file.save', { id: file.id, token: 'place' })).rejects.toMatchObject({
      appError: { code: 'file-gone', params: { name: 'old.bin', by: 'Olaf Officer' } },
    });
    expect(file).toMatchObject({
      addedBy: 'Olaf Officer',
      canFetchAgain: true,
      canAskColleagues: true,
      isAskedFor: false,
    });
    await second.call('file.ask-colleagues', { id: file.id });
    expect(await untilFile('old.bin', 'gone')).toMatchObject({ isAskedFor: true });
    expect(await sha256At(await untilFile('old.bin', 'here'))).toBe(sha256(content));
    await untilSent();
    const rounds = async () => {
      for (const station of [first, second]) await station.call('sync.now', {});
      await untilSent();
    };
    const chunks = await chunksAtHub();
    for (let round = 0; round < 3; round += 1) await rounds();
    expect(await chunksAtHub()).toBe(chunks);
    expect(chunks).toBe(chunkCount(content.length));
  }, 120_000);

  it('that the hub has let go of is here when whoever has it adds it once more', async () => {
    const content = randomBytes(CHUNK_SIZE + 10);
    await letGoOf('older.bin', content);
    await addFile('once more.bin', content);
    const { id: again } = await untilFile('once more.bin', 'on-demand');
    await second.call('file.fetch', { id: again });
    expect(await sha256At(await untilFile('once more.bin', 'here'))).toBe(sha256(content));
    expect(await sha256At(await untilFile('older.bin', 'here'))).toBe(sha256(content));
  }, 120_000);

  /** A file of which the second workstation has found that the hub has it no more. */
  async function letGoOf(name: string, content: Uint8Array): Promise<AttachmentRow> {
    await addFile(name, content);
    const { id: file } = await untilFile(name, 'on-demand');
    await untilSent();
    await hub.database.query('delete from blob_chunks');
    await second.call('file.fetch', { id: file });
    return untilFile(name, 'gone');
  }
});
