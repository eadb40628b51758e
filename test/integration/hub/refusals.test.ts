import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRequest, createAuthority, openAuthority } from '#hub/services/certificate-authority.ts';
import { REFUSALS_COUNTED_FOR, writeDueRefusals } from '#hub/services/refusals.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  askHub,
  enrolNewBureau,
  enrolWorkstation,
  prepareEnrolment,
  type TestWorkstation,
} from '#test/helpers/hub-client.ts';

const MANY = 40;

interface Written {
  readonly bureau: string;
  readonly workstation: string | null;
  readonly subject: string | null;
  readonly details: { readonly code: string; readonly times?: number; readonly first?: string; readonly last?: string };
}

describe('refusals of the same kind by the same caller', () => {
  let now: number;
  let hubs: readonly [TestHub, TestHub];
  let utopia: TestWorkstation;

  beforeEach(async () => {
    now = Date.now();
    const clock = { now: () => now };
    const hub = await startTestHub({ clock });
    hubs = [hub, await startTestHub({ clock, databaseUrl: hub.databaseUrl })];
    utopia = await enrolNewBureau(hub, 'UTO');
  });
  afterEach(async () => {
    for (const hub of hubs.toReversed()) await hub.close();
  });

  /** As often as asked, at both processes at the same time. */
  const knock = (identity: TestWorkstation['identity'] | null, times = MANY) =>
    Promise.all(
      Array.from({ length: times }, (_, at) => askHub(hubs[at % 2 === 0 ? 0 : 1], identity, { path: '/v1/stream' })),
    );
  const written = (event = 'refused') =>
    hubs[0].database.query<Written>(
      'select bureau, workstation, subject, details from audit where event = $1 order by bureau, number',
      [event],
    );
  const sumOf = (entries: readonly Written[]) => entries.reduce((sum, { details }) => sum + (details.times ?? 1), 0);
  const due = () => writeDueRefusals({ database: hubs[1].database, clock: { now: () => now } });
  const isWhole = async () => (await hubs[0].admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null);

  it('are written in one entry a minute that says how many, and none is lost or doubled between two processes', async () => {
    const begun = now;
    await knock(null, 1);
    expect(await written()).toMatchObject([{ bureau: '-', details: { code: 'no-certificate' } }]);
    now += 1000;
    await knock(null);
    now += 20_000;
    await knock(null);
    expect(sumOf(await written())).toBe(1);
    now = begun + REFUSALS_COUNTED_FOR;
    await knock(null, 1);
    const entries = await written();
    expect(entries).toHaveLength(2);
    expect(entries[1]?.details).toEqual({
      code: 'no-certificate',
      times: 2 * MANY + 1,
      first: new Date(begun + 1000).toISOString(),
      last: new Date(now).toISOString(),
    });
    expect(await isWhole()).toBe(true);
  });

  it('are written also when the caller does not come again, and the process that counted them has ended', async () => {
    await knock(null, 1);
    await knock(null);
    await hubs[0].close();
    hubs = [await startTestHub({ clock: { now: () => now }, databaseUrl: hubs[0].databaseUrl }), hubs[1]];
    expect(await due()).toBe(0);
    now += REFUSALS_COUNTED_FOR;
    expect(await due()).toBe(1);
    expect(await due()).toBe(0);
    expect((await written()).map(({ details }) => details.times ?? 1)).toEqual([1, MANY]);
    now += 2 * REFUSALS_COUNTED_FOR;
    expect(await due()).toBe(0);
    expect(await hubs[0].database.query('select 1 from counted_refusals')).toEqual([]);
    await knock(null, 1);
    expect((await written()).map(({ details }) => details.times ?? 1)).toEqual([1, MANY, 1]);
  });

  it('are kept apart by caller, by kind and by bureau', async () => {
    const second = await enrolWorkstation(hubs[0], utopia.bureau);
    const ruritania = await enrolNewBureau(hubs[0], 'RUR');
    for (const { workstation } of [utopia, second]) await hubs[0].admin.revokeWorkstation(workstation);
    await hubs[0].admin.suspendBureau('RUR', true);
    for (let round = 0; round < 2; round++) {
      for (const station of [utopia, second, ruritania]) await knock(station.identity, 3);
      await knock(null, 3);
      now += REFUSALS_COUNTED_FOR;
      await due();
    }
    const told = (await written()).map(
      ({ bureau, workstation, details }) => `${bureau} ${workstation ?? ''} ${details.code}`,
    );
    expect(new Set(told)).toEqual(
      new Set([
        '-  no-certificate',
        `RUR ${ruritania.workstation} bureau-suspended`,
        `UTO ${utopia.workstation} workstation-revoked`,
        `UTO ${second.workstation} workstation-revoked`,
      ]),
    );
    for (const kind of new Set(told)) {
      const entries = (await written()).filter((_, at) => told[at] === kind);
      expect(sumOf(entries), kind).toBe(6);
      expect(entries.length, kind).toBeLessThanOrEqual(4);
    }
    expect(await isWhole()).toBe(true);
  });

  it('do not become many because a stranger shows another certificate each time', async () => {
    const other = await openAuthority(await createAuthority(Date.now(), 'other'));
    for (let count = 0; count < 5; count++) {
      const kit = await prepareEnrolment(await hubs[0].admin.createEnrolmentCode('UTO'), utopia.bureau);
      const request = await checkRequest(kit.request.csr);
      if (!request.ok) throw new Error(request.error);
      // One of them has run out as well, which is what TLS then says of it.
      const subject = { bureau: 'UTO', workstation: utopia.workstation, days: count === 0 ? -1 : 1 };
      const { certificatePem: cert } = await other.issueWorkstation(Date.now(), request.value, subject);
      await knock({ cert, key: kit.key }, 2);
    }
    now += REFUSALS_COUNTED_FOR;
    await due();
    const entries = await written();
    expect(sumOf(entries)).toBe(10);
    expect(entries.length).toBeLessThanOrEqual(5);
    expect(entries.filter(({ details }) => (details.times ?? 1) > 5).map(({ subject }) => subject)).toEqual([null]);
  });

  it('are counted as well where an envelope comes in the name of another', async () => {
    const second = await enrolWorkstation(hubs[0], utopia.bureau);
    const offer = async () => {
      const envelope = await makeEnvelope({ sender: utopia, to: [utopia.bureau], sequence: 1 });
      return (await second.offer(envelope, envelope))[0]?.code;
    };
    for (let count = 0; count < 5; count++) expect(await offer()).toBe('sender-mismatch');
    now += REFUSALS_COUNTED_FOR;
    await due();
    const entries = await written('envelope-refused');
    expect(entries.map(({ workstation, details }) => [workstation, details.code, details.times])).toEqual([
      [second.workstation, 'sender-mismatch', 2],
      [second.workstation, 'sender-mismatch', 8],
    ]);
  });
});
