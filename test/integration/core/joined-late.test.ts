import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseInput } from '#test/helpers/casework.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

let hub: TestHub;
let folder: string;
const opened: TestWorkstation[] = [];

async function enrolled(): Promise<TestWorkstation> {
  const station = await TestWorkstation.create();
  opened.push(station);
  await station.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
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
    return (await streamOf('record-changes')).length;
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
});
