import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { sealedFileDigest } from '#shared/protocol/seal-file.ts';
import { makeEnvelope, newTestBureau, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { codeOf, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

const DAY = 24 * 60 * 60 * 1000;
const RETENTION = { days: 400, blobDays: 90 };

let now: number;
let hub: TestHub;
let utopia: TestWorkstation;
let ruritania: TestWorkstation;

/** A hub whose limits and clock the test chooses; certificates outlive every test. */
async function open(settings: NonNullable<Parameters<typeof startTestHub>[0]>['settings'] = {}): Promise<void> {
  now = Date.now();
  hub = await startTestHub({ clock: { now: () => now }, settings: { certificateDays: 3000, ...settings } });
  utopia = await enrolNewBureau(hub, 'UTO');
  ruritania = await enrolNewBureau(hub, 'RUR');
}

const send = async (sequence: number, more: Partial<Parameters<typeof makeEnvelope>[0]> = {}) => {
  const envelope = await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence, ...more });
  return { envelope, code: (await utopia.offer(envelope))[0]?.code };
};
/** Reads everything, and says so with its next look, as a workstation does. */
const readAll = async (station: TestWorkstation) => {
  const { head, epoch } = await station.pull();
  await station.pull(head, `&epoch=${epoch}`);
};

const DOCUMENT = {
  recordId: 'D-1',
  documentNumber: 'L898902C3',
  issuingCountry: 'UTO',
  type: 'passport',
  fraudType: 'stolen',
};
const check = () => {
  const query = { documentNumber: DOCUMENT.documentNumber };
  const json = { checkId: newId(testDeps), database: 'sltd', purpose: 'search-wanted-person', query };
  return utopia.ask({ path: '/v1/checks', json });
};

describe('what one bureau may take', () => {
  afterEach(() => hub.close());

  it('is so many envelopes in a minute: the next is told to wait and keeps its number, other bureaus do not wait', async () => {
    await open({ envelopesPerMinute: 3 });
    const batch = await Promise.all(
      [1, 2, 3, 4, 5].map((sequence) => makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence })),
    );
    const verdicts = await utopia.offer(...batch);
    expect(verdicts.map(({ code }) => code)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'rate-limited',
      'sequence-gap',
    ]);
    expect(verdicts[3]).toMatchObject({
      class: 'retry-later',
      retryAfter: 60,
      details: { limit: 'envelopes-per-minute' },
    });
    const other = await makeEnvelope({ sender: ruritania, to: [utopia.bureau], sequence: 1 });
    expect((await ruritania.offer(other))[0]?.code).toBe('accepted');
    now += 61_000;
    expect((await utopia.offer(...batch)).map(({ code }) => code)).toEqual(Array(5).fill('accepted'));
  });

  it('counts what is refused, what comes in another’s name, what is asked and what is looked at as much as what is accepted', async () => {
    await open({ envelopesPerMinute: 3 });
    await hub.admin.importRecords('sltd', [DOCUMENT]);
    const { envelope: first } = await send(1);
    const sends = {
      'refused envelopes': async (sequence: number) =>
        (await send(sequence, { to: [await newTestBureau('XXX')] })).code,
      'other contents under a known id': async (sequence: number) =>
        (await send(sequence, { change: (unsigned) => ({ ...unsigned, id: first.id }) })).code,
      'another’s envelopes': async () => {
        const ofAnother = await makeEnvelope({ sender: ruritania, to: [utopia.bureau], sequence: 1 });
        const { body } = await utopia.ask({ path: '/v1/envelopes', json: { envelopes: [ofAnother] } });
        const { verdicts, error } = body as { verdicts?: { code: string }[]; error?: { code: string } };
        return verdicts?.[0]?.code ?? error?.code;
      },
      checks: async () => codeOf(await check()) ?? 'answered',
      'records looked at': async () => {
        const answer = await utopia.ask({ path: '/v1/checks/sltd/records/D-1?purpose=search-wanted-person' });
        return codeOf(answer) ?? 'answered';
      },
      'records looked for': async () =>
        codeOf(await utopia.ask({ path: '/v1/checks/sltd/records/D-2?purpose=search-wanted-person' })),
    };
    for (const [what, sendOne] of Object.entries(sends)) {
      now += 61_000;
      const codes: (string | undefined)[] = [];
      for (let sequence = 2; sequence < 6; sequence++) codes.push(await sendOne(sequence));
      expect(codes.slice(0, 3), what).not.toContain('rate-limited');
      expect(codes[3], what).toBe('rate-limited');
    }
    now += 61_000;
    expect(await sends.checks()).toBe('answered');
    expect(await sends['records looked at']()).toBe('answered');
  });

  it('is so many bytes of envelopes and attachments, and is told which limit it met', async () => {
    await open({ storedBytes: 5000 });
    const upload = (size: number) => {
      const bytes = Buffer.alloc(size, 1);
      const headers = { 'ncb-sha256': createHash('sha256').update(bytes).digest('hex') };
      return utopia.ask({ method: 'PUT', path: `/v1/blobs/${newId(testDeps)}/chunks/0`, bytes, headers });
    };
    expect((await upload(4999)).status).toBe(204);
    expect((await send(1)).code).toBe('accepted');
    expect((await send(2)).code).toBe('rate-limited');
    const refused = await upload(1);
    expect(refused).toMatchObject({ status: 429, body: { error: { details: { limit: 'stored-bytes' } } } });
    expect(refused.headers['retry-after']).toBe('60');
    // A check stores nothing but its answer: somebody stands at a border and waits for it.
    await hub.admin.importRecords('sltd', [DOCUMENT]);
    expect((await check()).status).toBe(200);
  });
});

describe('what the hub lets go of', () => {
  beforeEach(() => open());
  afterEach(() => hub.close());

  it('keeps an answer for 400 days, gives it to a replay until then, and never takes the same envelope twice after', async () => {
    const { envelope } = await send(1);
    const [first] = await utopia.offer(envelope);
    now += 400 * DAY - 1000;
    await hub.admin.tidy(RETENTION);
    expect(await utopia.offer(envelope)).toEqual([first]);
    now += 2000;
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ answers: 1 });
    expect((await utopia.offer(envelope))[0]?.code).toBe('sequence-used');
    await expect(hub.admin.tidy({ ...RETENTION, days: 399 })).rejects.toThrow('400 days at least');
  });

  it('lets an old envelope go when every workstation of every bureau it went to has read it, and not before', async () => {
    const second = await enrolWorkstation(hub, ruritania.bureau);
    await send(1);
    now += 401 * DAY;
    await send(2);
    for (const station of [utopia, ruritania]) await readAll(station);
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ streamItems: 1, envelopes: 0 });
    expect((await second.pull()).items.map(({ number }) => number)).toEqual([1, 2]);
    await readAll(second);
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ streamItems: 1, envelopes: 1 });
    expect((await second.pull()).items.map(({ number }) => number)).toEqual([2]);
  });

  it('lets an attachment go 90 days after every addressed bureau has fetched it, and one nobody ever named', async () => {
    const blobId = newId(testDeps);
    const bytes = Buffer.from('a sealed chunk');
    const sha256 = createHash('sha256').update(bytes).digest();
    const headers = { 'ncb-sha256': sha256.toString('hex') };
    const put = (id: string) => utopia.ask({ method: 'PUT', path: `/v1/blobs/${id}/chunks/0`, bytes, headers });
    await put(blobId);
    await put(newId(testDeps));
    const digest = await sealedFileDigest([Uint8Array.from(sha256)]);
    const attachments = [{ blobId, size: bytes.length, chunks: 1, digest }];
    const { code } = await send(1, { change: (unsigned) => ({ ...unsigned, attachments }) });
    expect(code).toBe('accepted');
    now += 91 * DAY;
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 1 });
    const fetch = async () => (await ruritania.ask({ path: `/v1/blobs/${blobId}/chunks/0` })).status;
    expect(await fetch()).toBe(200);
    now += 89 * DAY;
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 0 });
    now += 2 * DAY;
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 1 });
    expect(await fetch()).toBe(404);
  });

  it('lets a large attachment go whole, with what was brought after it, however many chunks it has', async () => {
    const chunks = `
      insert into blob_chunks (bureau, blob_id, index, size, sha256, uploaded_at, bytes)
      select 'UTO', $1::uuid, at, 1, '', now() - make_interval(days => $2::int) + make_interval(secs => at), ''
        from generate_series(0, $3::int - 1) as at`;
    await hub.database.query(chunks, [newId(testDeps), 92, 1200]);
    await hub.database.query(chunks, [newId(testDeps), 91, 2]);
    await hub.database.query(chunks, [newId(testDeps), 89, 2]);
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 1202 });
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 0 });
  });

  it('keeps an attachment inside a bureau until every workstation has read of it, and it is old', async () => {
    const second = await enrolWorkstation(hub, utopia.bureau);
    const blobId = newId(testDeps);
    const bytes = Buffer.from('a sealed chunk');
    const sha256 = createHash('sha256').update(bytes).digest();
    const headers = { 'ncb-sha256': sha256.toString('hex') };
    await utopia.ask({ method: 'PUT', path: `/v1/blobs/${blobId}/chunks/0`, bytes, headers });
    const digest = await sealedFileDigest([Uint8Array.from(sha256)]);
    const attachments = [{ blobId, size: bytes.length, chunks: 1, digest }];
    const change: NonNullable<Parameters<typeof makeEnvelope>[0]['change']> = (unsigned) => ({
      ...unsigned,
      attachments,
    });
    expect((await send(1, { change })).code).toBe('accepted');
    expect((await send(2, { to: [utopia.bureau], change })).code).toBe('accepted');
    await ruritania.ask({ path: `/v1/blobs/${blobId}/chunks/0` });
    now += 401 * DAY;
    for (const station of [utopia, ruritania]) await readAll(station);
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 0 });
    expect((await second.ask({ path: `/v1/blobs/${blobId}/chunks/0` })).status).toBe(200);
    await readAll(second);
    expect(await hub.admin.tidy(RETENTION)).toMatchObject({ chunks: 1 });
  });

  it('writes down what it let go, shortens no audit chain, and gives the bytes back', async () => {
    await send(1);
    for (const station of [utopia, ruritania]) await readAll(station);
    const stored = async () => (await hub.admin.status()).bureaus.find(({ code }) => code === 'UTO')?.storedBytes;
    expect(await stored()).toBeGreaterThan(1000);
    now += 401 * DAY;
    const { bytes } = await hub.admin.tidy(RETENTION);
    expect(bytes).toBeGreaterThan(1000);
    expect(await stored()).toBe(0);
    const [entry] = await hub.database.query<{ details: object }>(`select details from audit where event = 'tidied'`);
    expect(entry?.details).toMatchObject({ envelopes: 1, answers: 1, bytes });
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  });
});
