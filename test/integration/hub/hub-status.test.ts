import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStatusPage } from '#hub/status-page.ts';
import { statusTables } from '#hub/status-tables.ts';
import { makeEnvelope, newTestBureau } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  codeOf,
  enrolNewBureau,
  enrolWorkstation,
  renewBureauKey,
  type TestWorkstation,
} from '#test/helpers/hub-client.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let now: number;
let hub: TestHub;
let utopia: TestWorkstation;
let ruritania: TestWorkstation;

beforeEach(async () => {
  now = Date.now();
  hub = await startTestHub({ clock: { now: () => now }, settings: { certificateDays: 3000 } });
  utopia = await enrolNewBureau(hub, 'UTO');
  ruritania = await enrolNewBureau(hub, 'RUR');
});
afterEach(() => hub.close());

const send = async (sequence: number) =>
  utopia.offer(await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence }));
/** Reads everything, and says so with its next look, as a workstation does. */
const readAll = async (station: TestWorkstation) => {
  const { head, epoch } = await station.pull();
  await station.pull(head, `&epoch=${epoch}`);
};
const contact = (station: TestWorkstation) =>
  station.ask({
    path: '/v1/contact',
    json: { number: 1, previous: [], token: 'AAAAAAAAAAAAAAAAAAAAAA', goOn: false },
  });
const bureau = async (code: string) => (await hub.admin.status()).bureaus.find((one) => one.code === code);
const workstation = async ({ workstation: id }: TestWorkstation) =>
  (await hub.admin.status()).workstations.find((one) => one.id === id);

/** Node's fetch writes the host's name itself. */
const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; body: string; policy: string }>((resolve, reject) => {
    const asked = request(url, { headers, method }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body,
          policy: String(response.headers['content-security-policy']),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });

describe('the state of the hub', () => {
  it('says what waits for whom, who was in contact when, and whose certificate expires soon', async () => {
    await send(1);
    await send(2);
    await readAll(utopia);
    await contact(utopia);
    const { bureaus, workstations, expiring } = await hub.admin.status();
    const of = (code: string) => bureaus.find((one) => one.code === code);
    expect(of('UTO')).toMatchObject({
      workstations: 1,
      stream: 2,
      unread: 0,
      lastContact: new Date(now).toISOString(),
    });
    expect(of('RUR')).toMatchObject({ workstations: 1, stream: 2, unread: 2, lastContact: null });
    expect(of('ZUB')).toMatchObject({ workstations: 0, unread: 0 });
    expect(workstations.map(({ id }) => id).sort()).toEqual([utopia.workstation, ruritania.workstation].sort());
    expect(expiring).toEqual([]);
    now += 2950 * DAY;
    expect((await hub.admin.status()).expiring).toHaveLength(2);
  });

  it('counts nothing for a revoked workstation, and the bureau by those that are left', async () => {
    const second = await enrolWorkstation(hub, ruritania.bureau);
    await send(1);
    await readAll(second);
    expect(await bureau('RUR')).toMatchObject({ workstations: 2, unread: 1 });
    await hub.admin.revokeWorkstation(ruritania.workstation);
    await send(2);
    expect(await workstation(ruritania)).toMatchObject({ status: 'revoked', unread: null, isLate: false });
    expect(await workstation(second)).toMatchObject({ status: 'active', unread: 1 });
    expect(await bureau('RUR')).toMatchObject({ workstations: 1, unread: 1 });
  });

  it('shows the workstations of a suspended bureau as suspended, and their queue, which waits for them', async () => {
    await hub.admin.suspendBureau('RUR', true);
    await send(1);
    now += 2 * DAY;
    expect(await workstation(ruritania)).toMatchObject({ status: 'suspended', unread: 1, isLate: false });
    expect(await workstation(utopia)).toMatchObject({ status: 'active' });
    await hub.admin.suspendBureau('RUR', false);
    expect(await workstation(ruritania)).toMatchObject({ status: 'active' });
  });

  it('tells a certificate that has expired from one that soon will', async () => {
    await hub.admin.revokeWorkstation(ruritania.workstation);
    now += 3000 * DAY - HOUR;
    const before = await hub.admin.status();
    expect(before.expiring.map(({ id }) => id)).toEqual([utopia.workstation]);
    expect(before.expired).toEqual([]);
    now += HOUR;
    const after = await hub.admin.status();
    expect(after.expiring).toEqual([]);
    expect(after.expired).toMatchObject([{ id: utopia.workstation, certificate: 'expired' }]);
  });

  it('calls late what something has waited for and nobody has heard of for a day, and its bureau', async () => {
    await contact(ruritania);
    await send(1);
    await readAll(utopia);
    now += DAY - 1000;
    expect(await workstation(ruritania)).toMatchObject({ unread: 1, isLate: false });
    now += 2000;
    expect(await workstation(ruritania)).toMatchObject({ unread: 1, isLate: true });
    expect([(await bureau('RUR'))?.isLate, (await bureau('UTO'))?.isLate]).toEqual([true, false]);
    await readAll(ruritania);
    expect(await workstation(ruritania)).toMatchObject({ unread: 0, isLate: false });
  });

  it('counts a bureau’s keys as the directory has them, and says when a revoked workstation may hold the current one', async () => {
    const second = await enrolWorkstation(hub, utopia.bureau);
    const [next, later] = [await newTestBureau('UTO'), await newTestBureau('UTO')];
    expect(await bureau('UTO')).toMatchObject({ keys: 1, retiredKeys: 0, lostKeys: 0, isKeyExposed: false });
    await renewBureauKey(utopia, utopia.bureau, next);
    expect(await bureau('UTO')).toMatchObject({ keys: 1, retiredKeys: 1, isKeyExposed: false });
    await hub.admin.revokeWorkstation(second.workstation);
    expect(await bureau('UTO')).toMatchObject({ keys: 1, retiredKeys: 1, isKeyExposed: true });
    await renewBureauKey(utopia, next, later);
    expect(await bureau('UTO')).toMatchObject({ keys: 1, retiredKeys: 2, isKeyExposed: false });
    await hub.admin.loseBureauKeys('UTO');
    expect(await bureau('UTO')).toMatchObject({ keys: 0, retiredKeys: 0, lostKeys: 3, isKeyExposed: false });
    expect(await bureau('RUR')).toMatchObject({ keys: 1, retiredKeys: 0, lostKeys: 0 });
  });

  it('marks what somebody has to look at in words, not by colour alone', async () => {
    const second = await enrolWorkstation(hub, utopia.bureau);
    await hub.admin.revokeWorkstation(second.workstation);
    await send(1);
    await hub.admin.suspendBureau('UTO', true);
    now += 3001 * DAY;
    const page = await openStatusPage(hub.admin, 0);
    const { body } = await get(page.url);
    await page.close();
    for (const words of ['suspended', 'expired', '1, late', '1, exposed']) {
      expect(body).toContain(`<td class="late">${words}</td>`);
    }
    expect(body).toContain('<td>revoked</td>');
    const marked = statusTables(await hub.admin.status()).flatMap(({ rows }) =>
      rows.flat().filter((one) => one.isLate),
    );
    expect(body.match(/class="late"/g)).toHaveLength(marked.length);
  });

  it('is shown on this machine alone, for reading alone, without anything that could be run', async () => {
    await send(1);
    const page = await openStatusPage(hub.admin, 0);
    const { port } = new URL(page.url);
    const shown = await get(page.url);
    expect(shown.status).toBe(200);
    expect(shown.body).toContain(ruritania.workstation);
    expect(shown.policy).toContain("default-src 'none'");
    expect(shown.body).not.toMatch(/<script|onerror|style=/);
    expect(JSON.parse((await get(`${page.url}status.json`)).body)).toMatchObject({ bureaus: expect.any(Array) });
    expect((await get(page.url, { host: `evil.example:${port}` })).status).toBe(403);
    expect((await get(page.url, {}, 'POST')).status).toBe(405);
    expect((await get(`${page.url}other`)).status).toBe(404);
    expect(codeOf(await utopia.ask({ path: '/status.json' }))).toBe('not-found');
    await page.close();
  });
});
