import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

let hub: TestHub;
let folder: string;
const opened: TestWorkstation[] = [];

async function enrolled(bureau = 'UTO'): Promise<TestWorkstation> {
  const station = await TestWorkstation.create();
  opened.push(station);
  await station.enrol(hub.url, await hub.admin.createEnrolmentCode(bureau));
  return station;
}

/** The administrator of one workstation confirms another, with the digits as they stand on its own screen. */
async function confirm(on: TestWorkstation, joining: TestWorkstation): Promise<void> {
  const { waitingForKeys } = await joining.until('status.get', {}, (status) => status.waitingForKeys !== null);
  const { workstationId: id } = await joining.call('workstation.info', {});
  await on.until('bureau-keys.overview', {}, ({ workstations }) => workstations.some((one) => one.id === id));
  await on.signInAgain('admin');
  await on.call('bureau-keys.confirm', { id, fingerprint: waitingForKeys?.fingerprint ?? '' });
  await on.signInAgain();
  await joining.until('status.get', {}, (status) => status.waitingForKeys === null);
}

const untilSent = (station: TestWorkstation) => station.until('status.get', {}, ({ waiting }) => waiting === 0, 40_000);

/** Everything so far is older than the hub keeps, and read by everybody: a cursor says what was read with the next look. */
async function letGo(): Promise<void> {
  await hub.database.query("update envelopes set received_at = now() - interval '500 days'");
  await hub.database.query("update blob_chunks set uploaded_at = now() - interval '500 days'");
  const left = async () => {
    for (const station of opened) await station.call('sync.now', {});
    await hub.admin.tidy({ days: 400, blobDays: 30 });
    return (await streamOf('record-changes')).length + (await streamOf('message')).length;
  };
  await expect.poll(left, { timeout: 20_000 }).toBe(0);
}

const streamOf = (kind: string) =>
  hub.database.query<{ workstation: string }>(
    "select e.workstation from streams s join envelopes e on e.id = s.envelope_id where s.bureau = 'UTO' and e.document ->> 'kind' = $1",
    [kind],
  );

beforeEach(async () => {
  hub = await startTestHub();
  folder = await mkdtemp(join(tmpdir(), 'ncb-joined-late-'));
});

afterEach(async () => {
  for (const station of opened.splice(0)) await station.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a workstation that joins after the hub has let go of the bureau’s stream', () => {
  it('is handed the cases of the bureau with their notes and files by one colleague, once', async () => {
    const first = await enrolled();
    const second = await enrolled();
    await confirm(first, second);
    const { id } = await first.call('case.create', caseInput({ title: 'From long ago' }));
    await first.call('note.add', { caseId: id, body: 'Seen at the harbour.' });
    const photograph = Buffer.alloc(20_000, 'a picture ');
    await writeFile(join(folder, 'photograph.jpg'), photograph);
    first.files.grant('photograph', join(folder, 'photograph.jpg'), 'read');
    await first.call('file.add', { caseId: id, token: 'photograph' });
    await second.until('case.files', { id }, (files) => files[0]?.state === 'here').catch(() => undefined);
    await untilSent(first);
    await letGo();

    const late = await enrolled();
    await confirm(first, late);
    await late.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id), 40_000);
    await late.until('case.notes', { id }, (notes) => notes.length === 1);
    const [file] = await late.until('case.files', { id }, (files) => files[0]?.state === 'here', 40_000);
    late.files.grant('copy', join(folder, 'copy'), 'write');
    await late.call('file.save', { id: file?.id as never, token: 'copy' });
    expect(await readFile(join(folder, 'copy'))).toEqual(photograph);
    for (const station of opened) await untilSent(station);

    // It asked once, one colleague answered, and more rounds bring nothing more.
    const before = (await streamOf('record-changes')).length;
    for (const station of opened) await station.call('sync.now', {});
    for (const station of opened) await untilSent(station);
    expect(await streamOf('record-changes')).toHaveLength(before);
    const senders = new Set((await streamOf('record-changes')).map(({ workstation }) => workstation));
    const idOf = async (station: TestWorkstation) => (await station.call('workstation.info', {})).workstationId;
    expect(senders).toEqual(new Set([await idOf(first), await idOf(late)]));

    // Another one that joins now finds all of it in the stream: nobody is asked.
    const next = await enrolled();
    await confirm(first, next);
    await next.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id), 40_000);
    await next.until('case.files', { id }, (files) => files[0]?.state === 'here', 40_000);
    for (const station of opened) {
      await station.call('sync.now', {});
      await untilSent(station);
    }
    expect(await streamOf('record-changes')).toHaveLength(before);
  }, 120_000);

  it('is handed the messages of the bureau with their files, and nobody is told that they arrived once more', async () => {
    const ruritania = await enrolled('RUR');
    const first = await enrolled();
    const second = await enrolled();
    await confirm(first, second);
    const knows = async (from: TestWorkstation, bureau: string) => {
      await from.call('sync.now', {});
      await from.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === bureau && reachable));
    };
    await knows(ruritania, 'UTO');
    await knows(first, 'RUR');
    const { id: caseAbroad } = await ruritania.call('case.create', caseInput());
    const photograph = Buffer.alloc(20_000, 'a picture ');
    await writeFile(join(folder, 'photograph.jpg'), photograph);
    ruritania.files.grant('photograph', join(folder, 'photograph.jpg'), 'read');
    await ruritania.call('file.add', { caseId: caseAbroad, token: 'photograph' });
    const [enclosed] = await ruritania.call('case.files', { id: caseAbroad });
    const attachmentIds = enclosed ? [enclosed.id] : [];
    const asked = 'Who drove the car seen at Port Alba?';
    await ruritania.call(
      'message.send',
      messageInput({ to: ['UTO'], subject: asked, caseId: caseAbroad, attachmentIds }),
    );
    const withSubject = (subject: string) => (list: { rows: readonly { subject: string }[] }) =>
      list.rows.some((row) => row.subject === subject);
    const { rows } = await first.until('message.list', {}, withSubject(asked), 40_000);
    const received = rows.find((row) => row.subject === asked);
    const conversationId = received?.conversationId as never;
    const filesAreHere = (thread: readonly { files: readonly { state: string }[] }[]) =>
      thread.some(({ files }) => files[0]?.state === 'here');
    await first.until('message.thread', { conversationId }, filesAreHere, 40_000);
    const { id: caseId } = await first.call('case.create', caseInput({ title: 'From long ago' }));
    await first.call('message.file', { conversationId, caseId });
    const sent = 'Please confirm who holds passport R1234567';
    await first.call('message.send', messageInput({ to: ['RUR'], subject: sent }));
    await ruritania.until('message.list', {}, withSubject(sent), 40_000);
    const isDelivered = (list: { rows: readonly { subject: string; state: string }[] }) =>
      list.rows.some((row) => row.subject === sent && row.state === 'delivered');
    await first.until('message.list', {}, isDelivered, 40_000);
    await second.until('message.list', {}, isDelivered, 40_000);
    for (const station of opened) await untilSent(station);
    await letGo();
    const receipts = async () =>
      (await hub.database.query("select 1 from envelopes where document ->> 'kind' = 'message-receipt'")).length;
    const receiptsBefore = await receipts();

    const late = await enrolled();
    await confirm(first, late);
    await late.until('message.list', {}, isDelivered, 40_000);
    const inCase = ({ caseId: stands }: { caseId: string | null }) => stands === caseId;
    await late.until('message.thread', { conversationId }, (thread) => thread.length === 1 && thread.every(inCase));
    const [message] = await late.until('message.thread', { conversationId }, filesAreHere, 40_000);
    late.files.grant('copy', join(folder, 'copy'), 'write');
    await late.call('file.save', { id: message?.files[0]?.id as never, token: 'copy' });
    expect(await readFile(join(folder, 'copy'))).toEqual(photograph);
    const contentOf = async (station: TestWorkstation) =>
      (await station.call('message.thread', { conversationId })).map(
        ({ id, subject, body, author, at, recipients }) => {
          return { id, subject, body, author, at, recipients };
        },
      );
    expect(await contentOf(late)).toEqual(await contentOf(first));
    for (const station of opened) {
      await station.call('sync.now', {});
      await untilSent(station);
    }
    expect((await late.call('message.list', {})).total).toBe(2);
    expect((await second.call('message.list', {})).total).toBe(2);
    expect(late.events.filter(({ event }) => event === 'message-arrived')).toEqual([]);
    expect(await receipts()).toBe(receiptsBefore);
  }, 120_000);
});
