import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { type HubLine, openHubLine } from '#test/bench/lib/hub-line.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

// The hub remembers over a connection that stands who asked; what it answers must not be what it remembers.
describe('a workstation that has asked over a connection before', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let station: TestWorkstation;
  let line: HubLine;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
    const document = { documentNumber: 'L898902C3', issuingCountry: 'UTO', type: 'passport', fraudType: 'stolen' };
    await hub.admin.importRecords('sltd', [{ recordId: 'D-1', ...document }]);
  });
  beforeEach(async () => {
    station = await enrolWorkstation(hub, utopia.bureau);
    line = await openHubLine(hub, station.identity);
  });
  afterAll(() => hub.close());

  const newCheck = () => ({
    checkId: newId(testDeps),
    database: 'sltd',
    purpose: 'search-wanted-person',
    query: { documentNumber: 'L898902C3' },
  });
  const answered = newCheck();
  const offer = (...envelopes: unknown[]) => line.post('/v1/envelopes', JSON.stringify({ envelopes }));
  const check = (json: object) => line.post('/v1/checks', JSON.stringify(json));
  const next = (sequence: number) => makeEnvelope({ sender: station, to: [utopia.bureau], sequence });
  const audited = async (code: string) =>
    (
      await hub.database.query(`select 1 from audit where workstation = $1 and details->>'code' = $2`, [
        station.workstation,
        code,
      ])
    ).length;

  it.each([
    ['offers an envelope', async () => offer(await next(2))],
    ['offers one that was decided', async () => offer(await next(1))],
    ['offers what is no envelope', () => offer({ id: 'x' })],
    [
      'offers one in the name of another',
      async () => offer(await makeEnvelope({ sender: utopia, to: [utopia.bureau], sequence: 1 })),
    ],
    ['offers nothing that can be read', () => line.post('/v1/envelopes', '{')],
    ['asks for a check', () => check(newCheck())],
    ['asks for a check that was answered', () => check(answered)],
    ['asks for a check with a fault in it', () => check({ ...newCheck(), purpose: 'curiosity' })],
  ])('is refused from the very next request after its revocation when it %s', async (_, ask) => {
    expect(await offer(await next(1))).toContain('"accepted"');
    expect(await check(answered)).toContain('"NO_ERROR"');
    await hub.admin.revokeWorkstation(station.workstation);
    await expect(ask()).rejects.toThrow(/^401 .*workstation-revoked/);
    expect(await audited('workstation-revoked')).toBe(1);
    expect(await audited('sender-mismatch')).toBe(0);
  });

  it('is refused while its bureau is suspended, and no longer', async () => {
    await offer(await next(1));
    await hub.admin.suspendBureau('UTO', true);
    await expect(offer(await next(2))).rejects.toThrow('bureau-suspended');
    await expect(check(newCheck())).rejects.toThrow('bureau-suspended');
    await expect(offer(await next(2))).rejects.toThrow('bureau-suspended');
    await hub.admin.suspendBureau('UTO', false);
    expect(await offer(await next(2))).toContain('"accepted"');
  });

  it('is refused when the hub has forgotten it', async () => {
    await offer(await next(1));
    await hub.database.query('delete from workstations where id = $1', [station.workstation]);
    await expect(offer(await next(2))).rejects.toThrow('workstation-unknown');
    await expect(check(newCheck())).rejects.toThrow('workstation-unknown');
  });

  it('does not keep others from being answered who ask at the same moment', async () => {
    const other = await enrolWorkstation(hub, utopia.bureau);
    const otherLine = await openHubLine(hub, other.identity);
    const ofOther = (sequence: number) => makeEnvelope({ sender: other, to: [utopia.bureau], sequence });
    const envelopes = [await ofOther(1), await ofOther(2), await next(2)];
    await offer(await next(1));
    await otherLine.post('/v1/envelopes', JSON.stringify({ envelopes: [envelopes[0]] }));
    await hub.admin.revokeWorkstation(station.workstation);
    const [refused, accepted] = await Promise.allSettled([
      offer(envelopes[2]),
      otherLine.post('/v1/envelopes', JSON.stringify({ envelopes: [envelopes[1]] })),
    ]);
    expect(refused).toMatchObject({ status: 'rejected' });
    expect(accepted).toMatchObject({ status: 'fulfilled', value: expect.stringContaining('"accepted"') });
    otherLine.close();
  });
});
