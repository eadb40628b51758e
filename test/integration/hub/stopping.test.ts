import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  askHub,
  codeOf,
  enrolNewBureau,
  enrolWorkstation,
  type TestWorkstation,
  type TlsIdentity,
} from '#test/helpers/hub-client.ts';
import { openWakeLine } from '#test/helpers/wake-line.ts';

/** A route that answers when it is told to. */
function slowRoute() {
  let answer: () => void = () => undefined;
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const plant: NonNullable<Parameters<typeof startTestHub>[0]>['plant'] = (app) => {
    app.get('/v1/slow', { config: { access: 'workstation' } }, async () => {
      asked();
      await mayAnswer;
      return { said: 'in the end' };
    });
  };
  return { plant, isAsked, answer };
}

const WAITING =
  'select 1 from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())';

describe('a hub that is asked to stop', () => {
  let hub: TestHub;
  afterEach(() => hub.close().catch(() => undefined));

  it('says first that it is not ready, goes on meanwhile, tells the wake lines to come back, and answers what it was asked', async () => {
    const slow = slowRoute();
    hub = await startTestHub({ plant: slow.plant, drainSeconds: 1 });
    const utopia = await enrolNewBureau(hub, 'UTO');
    const line = openWakeLine(hub, utopia.identity);
    await line.next();
    const pending = utopia.ask({ path: '/v1/slow' });
    await slow.isAsked;

    const stopped = hub.close();
    await sleep(100);
    expect((await askHub(hub, null, { path: '/readyz' })).status).toBe(503);
    expect((await askHub(hub, null, { path: '/healthz' })).status).toBe(200);
    expect((await utopia.ask({ path: '/v1/directory' })).status).toBe(200);
    expect(await line.closed).toBe(1012);
    await expect(askHub(hub, null, { path: '/healthz' })).rejects.toThrow('ECONNREFUSED');
    slow.answer();
    expect(await pending).toMatchObject({ status: 200, body: { said: 'in the end' } });
    await stopped;
  });

  it('takes on no more than it can carry: what is too much is told when to come back, the operator is always answered', async () => {
    const slow = slowRoute();
    hub = await startTestHub({ plant: slow.plant, settings: { requestsAtOnce: 2 } });
    const utopia = await enrolNewBureau(hub, 'UTO');
    const ruritania = await enrolNewBureau(hub, 'RUR');
    const other = await enrolWorkstation(hub, utopia.bureau);
    const pending = [utopia.ask({ path: '/v1/slow' }), ruritania.ask({ path: '/v1/slow' })];
    await slow.isAsked;
    await expect.poll(async () => codeOf(await other.ask({ path: '/v1/directory' }))).toBe('busy');
    const refused = await other.ask({ path: '/v1/directory' });
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect((await askHub(hub, null, { path: '/readyz' })).status).toBe(200);
    slow.answer();
    expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await other.ask({ path: '/v1/directory' })).status).toBe(200);
  });
});

describe('what a hub can carry at once', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;

  beforeEach(async () => {
    hub = await startTestHub({ settings: { requestsAtOnce: 16, bytesAtOnce: 32 * 1024 * 1024 } });
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
  });
  afterEach(() => hub.close());

  /** Says what it will send, sends a byte of it, and waits. */
  const beginAndWait = (identity: TlsIdentity | null, path: string, size: number) =>
    new Promise<TLSSocket>((resolve, reject) => {
      const { hostname: host, port } = new URL(hub.url);
      const socket = connect({ host, port: Number(port), ca: hub.caPem, ...identity }, () => {
        const head = ['Host: hub', 'Content-Type: application/json', `Content-Length: ${size}`].join('\r\n');
        socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n\r\n{`, () => resolve(socket));
      });
      socket.on('error', reject);
      socket.resume();
    });
  const directory = async (station: TestWorkstation) => {
    const answer = await station.ask({ path: '/v1/directory' });
    return codeOf(answer) ?? answer.status;
  };

  it('is not taken up by wake lines, which stand for days', async () => {
    const stations = [
      utopia,
      ruritania,
      await enrolWorkstation(hub, utopia.bureau),
      await enrolWorkstation(hub, utopia.bureau),
    ];
    const lines = stations.flatMap((station) => Array.from({ length: 4 }, () => openWakeLine(hub, station.identity)));
    for (const line of lines) await line.next();
    expect(await directory(utopia)).toBe(200);
    for (const line of lines) line.close();
  });

  it('is not taken from the workstations by strangers who begin to ask and never end', async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, () => beginAndWait(null, '/v1/enrolment', 1000)));
    await expect.poll(async () => codeOf(await askHub(hub, null, { path: '/v1/ca' }))).toBe('busy');
    expect(await directory(utopia)).toBe(200);
    for (const socket of begun) socket.destroy();
    await expect.poll(async () => (await askHub(hub, null, { path: '/v1/ca' })).status).toBe(200);
  });

  it('is not taken from the others by one workstation, neither by many requests nor by large ones', async () => {
    const many = await Promise.all(
      Array.from({ length: 20 }, () => beginAndWait(utopia.identity, '/v1/contact', 1000)),
    );
    await expect.poll(() => directory(utopia)).toBe('busy');
    expect(await directory(ruritania)).toBe(200);
    for (const socket of many) socket.destroy();
    await expect.poll(() => directory(utopia)).toBe(200);
    // Larger than its share, and so large that nothing of that size is ever read.
    for (const size of [20_000_000, 10 ** 12]) {
      const large = await beginAndWait(utopia.identity, '/v1/envelopes', size);
      expect(await directory(ruritania)).toBe(200);
      large.destroy();
    }
  });
});

describe('the connections of a hub to its database', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeEach(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
  });
  afterEach(() => hub.close());

  it.each([
    ['are refused', 'lock table counted_refusals in access exclusive mode', '/v1/directory', 401],
    ['ask whether it is ready', 'lock table migrations in access exclusive mode', '/readyz', 200],
  ])('are not taken from the workstations by strangers who %s, however many', async (_, hold, path, status) => {
    const other = new pg.Client({ connectionString: hub.databaseUrl });
    await other.connect();
    await askHub(hub, null, { path: '/v1/directory' });
    await other.query(`begin; ${hold}`);
    const asked = Array.from({ length: 30 }, () => askHub(hub, null, { path }));
    await expect.poll(async () => (await other.query(WAITING)).rowCount).toBeGreaterThan(0);
    await sleep(500);
    const directory = utopia.ask({ path: '/v1/directory' }).then((answer) => answer.status);
    expect(await Promise.race([directory, sleep(5000)])).toBe(200);
    await other.query('commit');
    await other.end();
    for (const answer of asked) expect((await answer).status).toBe(status);
  });
});
