import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerResponse, type Verdict } from '#shared/protocol/acceptance.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { type HubLine, openHubLine } from '#test/bench/lib/hub-line.ts';
import { type DurablePostgres, startDurablePostgres } from '#test/helpers/durable-postgres.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';
import { type HubProcess, startHubProcess } from '#test/helpers/hub-process.ts';
import { openWakeLine } from '#test/helpers/wake-line.ts';

const PROCESSES = 3;
/** Of each sender: enough for all of them to be in the midst of it when a process is killed. */
const ENVELOPES = 150;
const BATCH = 4;

// Each hub is a process of its own, which takes its time to start on a busy machine.
describe('several hub processes over one PostgreSQL', { timeout: 120_000 }, () => {
  let postgres: DurablePostgres;
  let first: TestHub;
  let hubs: HubProcess[];
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;

  beforeAll(async () => {
    postgres = await startDurablePostgres();
    first = await startTestHub({ databaseUrl: postgres.url });
    utopia = await enrolNewBureau(first, 'UTO');
    ruritania = await enrolNewBureau(first, 'RUR');
    hubs = await Promise.all(Array.from({ length: PROCESSES }, () => startHubProcess(first.databaseUrl, first.caPem)));
  });
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.stop()));
    await first.close();
    await postgres.close();
  });

  /** Offers at one process; at the next when that one does not answer, until one does. */
  async function offerSomewhere(sender: TestWorkstation, start: number, envelopes: readonly Envelope[]) {
    for (let at = start; ; at++) {
      const hub = hubs[at % hubs.length] as HubProcess;
      const answer = await askHub(hub, sender.identity, { path: '/v1/envelopes', json: { envelopes } }).catch(
        () => null,
      );
      if (answer?.status === 200) return offerResponse.parse(answer.body).verdicts;
    }
  }

  /** Sends its envelopes in order, batch by batch, beginning at the process of its number. */
  async function sendAll(sender: TestWorkstation, number: number, envelopes: readonly Envelope[]) {
    const verdicts: Verdict[] = [];
    for (let at = 0; at < envelopes.length; at += BATCH) {
      verdicts.push(...(await offerSomewhere(sender, number, envelopes.slice(at, at + BATCH))));
    }
    return verdicts;
  }

  it('wake a workstation at one process when another takes something in for it', async () => {
    const lines = hubs.map((hub) => openWakeLine(hub, ruritania.identity));
    for (const line of lines) expect(await line.next()).toMatchObject({ type: 'hello' });
    const [envelope] = [await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence: 1 })];
    await offerSomewhere(utopia, 0, [envelope]);
    for (const line of lines) expect(await line.next()).toMatchObject({ type: 'look', head: 1 });
    for (const line of lines) line.close();
  });

  it('refuse a workstation from the very next request after it was revoked elsewhere, also over a connection that stands', async () => {
    const station = await enrolNewBureau(first, 'ZUB');
    const lines = await Promise.all(hubs.map((hub) => openHubLine(hub, station.identity)));
    const offer = async (line: HubLine, sequence: number) => {
      const envelope = await makeEnvelope({ sender: station, to: [station.bureau], sequence });
      return line.post('/v1/envelopes', JSON.stringify({ envelopes: [envelope] }));
    };
    for (const [index, line] of lines.entries()) expect(await offer(line, index + 1)).toContain('"accepted"');
    await first.admin.revokeWorkstation(station.workstation);
    for (const line of lines) await expect(offer(line, PROCESSES + 1)).rejects.toThrow('workstation-revoked');
    for (const line of lines) line.close();
  });

  it('lose nothing and take nothing twice when one of them is killed in the midst of it', async () => {
    const before = (await ruritania.pull()).head;
    const senders = await Promise.all(
      Array.from({ length: 2 * PROCESSES }, (_, index) =>
        enrolWorkstation(first, index % 2 === 0 ? utopia.bureau : ruritania.bureau),
      ),
    );
    const work = await Promise.all(
      senders.map(async (sender) => ({
        sender,
        envelopes: await Promise.all(
          Array.from({ length: ENVELOPES }, (_, index) =>
            makeEnvelope({ sender, to: [utopia.bureau, ruritania.bureau], sequence: index + 1 }),
          ),
        ),
      })),
    );
    const sending = work.map(({ sender, envelopes }, number) => sendAll(sender, number, envelopes));
    const taken = async () => (await ruritania.pull(before)).head - before;
    await expect.poll(taken, { interval: 5, timeout: 60_000 }).toBeGreaterThan(senders.length * BATCH);
    await hubs[1]?.kill();
    expect(await taken()).toBeLessThan(senders.length * ENVELOPES);

    const verdicts = (await Promise.all(sending)).flat();
    expect(verdicts.map(({ code }) => code)).toEqual(Array(senders.length * ENVELOPES).fill('accepted'));
    const offered = work.flatMap(({ envelopes }) => envelopes.map(({ id }) => id)).sort();
    for (const reader of [utopia, ruritania]) {
      const rows = await first.database.query<{ number: number; id: string }>(
        'select number, envelope_id as id from streams where bureau = $1 and number > $2 order by number',
        [reader.bureau.code, before],
      );
      expect(rows.map(({ number }) => number)).toEqual(offered.map((_, index) => before + index + 1));
      expect(rows.map(({ id }) => id).sort()).toEqual(offered);
    }
    expect((await first.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  });

  it('show, as workers behind one port, the counts of all of them at each scrape', async () => {
    const workers = await startHubProcess(first.databaseUrl, first.caPem, ['--workers', '3']);
    await expect.poll(() => workers.said().match(/answers at/g)?.length, { timeout: 60_000 }).toBe(3);
    // Each asks over a connection of its own, and so of any of the workers.
    const ask = async (path: string) => (await askHub(workers, utopia.identity, { path })).bytes.toString();
    for (let asked = 0; asked < 30; asked++) await ask('/v1/directory');
    const counted = async () =>
      Number(/ncb_hub_request_seconds_count\{[^}]*"\/v1\/directory"[^}]*\} (\d+)/.exec(await ask('/metrics'))?.[1]);
    for (let scrape = 0; scrape < 6; scrape++) expect(await counted()).toBe(30);
    expect(await workers.stop()).toBe(0);
  });

  it('can be workers behind one port, and one that ends is replaced', async () => {
    const workers = await startHubProcess(first.databaseUrl, first.caPem, ['--workers', '2']);
    const answers = async () => (await askHub(workers, null, { path: '/readyz' }).catch(() => ({ status: 0 }))).status;
    expect(await answers()).toBe(200);
    const ofWorkers = () => workers.said().match(/answers at/g)?.length ?? 0;
    await expect.poll(ofWorkers, { timeout: 60_000 }).toBe(2);
    await askHub(workers, utopia.identity, { path: '/v1/directory' });
    process.kill(Number(/\(process (\d+)\)/.exec(workers.said())?.[1]), 'SIGKILL');
    await expect.poll(() => workers.said(), { timeout: 60_000 }).toContain('another takes its place');
    await expect.poll(ofWorkers, { timeout: 60_000 }).toBe(3);
    expect(await answers()).toBe(200);
    expect(await workers.stop()).toBe(0);
  });
});
