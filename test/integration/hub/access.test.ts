import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRequest, createAuthority, openAuthority } from '#hub/services/certificate-authority.ts';
import type { startHub } from '#hub/start-hub.ts';
import { makeEnvelope, newTestBureau } from '#test/helpers/envelopes.ts';
import { newTestDatabase, startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  askHub,
  codeOf,
  enrolNewBureau,
  enrolWorkstation,
  prepareEnrolment,
  type TestWorkstation,
  type TlsIdentity,
} from '#test/helpers/hub-client.ts';

const id = '01930000-0000-7000-8000-000000000001';

/** Every route of the protocol that is not open. A new one belongs in this list: the test below compares it. */
const closedRoutes: readonly (readonly [string, string])[] = [
  ['GET', '/v1/directory'],
  ['POST', '/v1/bureau-key'],
  ['POST', '/v1/contact'],
  ['POST', '/v1/envelopes'],
  ['POST', '/v1/bundles/envelopes'],
  ['POST', '/v1/bundles/checks'],
  ['GET', '/v1/bundles/stream'],
  ['GET', '/v1/bundles/directory'],
  ['GET', '/v1/stream'],
  ['GET', '/v1/wake'],
  ['PUT', `/v1/blobs/${id}/chunks/0`],
  ['GET', `/v1/blobs/${id}`],
  ['GET', `/v1/blobs/${id}/chunks/0`],
  ['POST', '/v1/checks'],
  ['GET', '/v1/checks/nominal/records/1?purpose=warn'],
  ['GET', '/v1/checks/copy/nominal'],
  ['GET', '/v1/audit'],
];
const openRoutes = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/v1/ca', '/v1/enrolment'];

describe('who is let in', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
  });
  afterAll(() => hub.close());

  const refusalOf = async (identity: TlsIdentity | null, [method, path]: readonly [string, string], at: TestHub) =>
    codeOf(await askHub(at, identity, { method, path }));
  const refusalsOf = async (identity: TlsIdentity | null, at = hub) =>
    new Set(await Promise.all(closedRoutes.map((route) => refusalOf(identity, route, at))));
  /** In the audit, and counted for it. */
  const audited = async (code: string, at = hub) => {
    const written = `select coalesce((details->>'times')::int, 1) as times from audit where event = 'refused' and details->>'code' = $1`;
    const counted = `select times from counted_refusals where entry->'details'->>'code' = $1`;
    const times = await Promise.all([written, counted].map((sql) => at.database.query<{ times: number }>(sql, [code])));
    return times.flat().reduce((sum, one) => sum + one.times, 0);
  };

  it('is nobody without a certificate, on every closed route', async () => {
    expect(await refusalsOf(null)).toEqual(new Set(['no-certificate']));
    expect(await audited('no-certificate')).toBe(closedRoutes.length);
  });

  it('is nobody with a certificate of another authority', async () => {
    const other = await openAuthority(await createAuthority(Date.now(), 'other'));
    const kit = await prepareEnrolment(await hub.admin.createEnrolmentCode('UTO'), utopia.bureau);
    const request = await checkRequest(kit.request.csr);
    if (!request.ok) throw new Error(request.error);
    const subject = { bureau: 'UTO', workstation: utopia.workstation, days: 1 };
    const { certificatePem: cert } = await other.issueWorkstation(Date.now(), request.value, subject);
    expect(await refusalsOf({ cert, key: kit.key })).toEqual(new Set(['certificate-untrusted']));
    expect(await audited('certificate-untrusted')).toBe(closedRoutes.length);
  });

  it('is not a workstation that was revoked, from the very next request', async () => {
    const second = await enrolWorkstation(hub, utopia.bureau);
    expect((await second.ask({ path: '/v1/directory' })).status).toBe(200);
    await hub.admin.revokeWorkstation(second.workstation);
    expect(await refusalsOf(second.identity)).toEqual(new Set(['workstation-revoked']));
    expect(await audited('workstation-revoked')).toBe(closedRoutes.length);
  });

  it('is not a workstation the hub has forgotten', async () => {
    const forgotten = await enrolWorkstation(hub, utopia.bureau);
    await hub.database.query('delete from workstations where id = $1', [forgotten.workstation]);
    expect(await refusalsOf(forgotten.identity)).toEqual(new Set(['workstation-unknown']));
  });

  it('is not a bureau that is suspended, until it is readmitted', async () => {
    const zubrovia = await enrolNewBureau(hub, 'ZUB');
    await hub.admin.suspendBureau('ZUB', true);
    expect(await refusalsOf(zubrovia.identity)).toEqual(new Set(['bureau-suspended']));
    await hub.admin.suspendBureau('ZUB', false);
    expect((await zubrovia.ask({ path: '/v1/stream' })).status).toBe(200);
  });

  it('is not a workstation whose certificate has expired, by TLS’s clock or the hub’s', async () => {
    let now = Date.now() - 100 * 24 * 60 * 60 * 1000;
    const databaseUrl = await newTestDatabase();
    const old = await startTestHub({ databaseUrl, clock: { now: () => now }, settings: { certificateDays: 30 } });
    const expired = await enrolNewBureau(old, 'UTO');
    expect(await refusalsOf(expired.identity, old)).toEqual(new Set(['certificate-expired']));
    expect(await audited('certificate-expired', old)).toBe(closedRoutes.length);
    await old.close();

    now = Date.now();
    const ahead = await startTestHub({ databaseUrl, clock: { now: () => now }, settings: { certificateDays: 30 } });
    const fresh = await enrolNewBureau(ahead, 'RUR');
    expect((await fresh.ask({ path: '/v1/stream' })).status).toBe(200);
    now += 31 * 24 * 60 * 60 * 1000;
    expect(await refusalsOf(fresh.identity, ahead)).toEqual(new Set(['certificate-expired']));
    expect(await audited('certificate-expired', ahead)).toBe(2 * closedRoutes.length);
    await ahead.close();
  });

  it('is not another workstation: its certificate is of no use without its key, and its name of none under one’s own', async () => {
    const second = await enrolWorkstation(hub, utopia.bureau);
    const stolen = { cert: utopia.identity.cert, key: second.identity.key };
    await expect(askHub(hub, stolen, { path: '/v1/stream' })).rejects.toThrow();
    const inItsName = { ...second, workstation: utopia.workstation };
    const envelope = await makeEnvelope({ sender: inItsName, to: [utopia.bureau], sequence: 1 });
    expect((await second.offer(envelope)).map(({ code }) => code)).toEqual(['sender-mismatch']);
    const entries = await hub.database.query<{ workstation: string; code: string }>(
      `select workstation, details->>'code' as code from audit where event = 'envelope-refused' and subject = $1`,
      [envelope.id],
    );
    expect(entries).toEqual([{ workstation: second.workstation, code: 'sender-mismatch' }]);
  });

  it('is told to update when it speaks a version the hub does not', async () => {
    const headers = { 'ncb-protocol': '999' };
    expect(codeOf(await utopia.ask({ path: '/v1/stream', headers }))).toBe('protocol-unsupported');
  });

  it('knows no route that is neither open nor in the list of closed ones', async () => {
    const { paths } = (await askHub(hub, null, { path: '/openapi.json' })).body as { paths: Record<string, object> };
    const known = closedRoutes.map(([, path]) => path.replace(/\?.*/, ''));
    for (const path of Object.keys(paths)) {
      const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
      expect(openRoutes.includes(path) || known.some((route) => pattern.test(route)), path).toBe(true);
    }
    expect(codeOf(await utopia.ask({ path: '/v1/nothing' }))).toBe('not-found');
  });

  it('keeps the hub from starting when a route declares no access rule', async () => {
    const plant: Parameters<typeof startHub>[0]['plant'] = (app) => {
      app.get('/v1/planted', async () => 'everybody reads this');
    };
    const starting = startTestHub({ plant });
    await expect(starting).rejects.toThrow('/v1/planted declares no access rule');
  });

  it('lets nobody through a route whose rule it does not know', async () => {
    const plant: Parameters<typeof startHub>[0]['plant'] = (app) => {
      app.get('/v1/planted', { config: { access: 'everybody' as 'open' } }, async () => 'everybody reads this');
    };
    const planted = await startTestHub({ plant });
    const workstation = await enrolWorkstation(planted, await newTestBureau('UTO'));
    expect(codeOf(await workstation.ask({ path: '/v1/planted' }))).toBe('not-allowed');
    expect(codeOf(await askHub(planted, null, { path: '/v1/planted' }))).toBe('not-allowed');
    await planted.close();
  });
});
