import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bureauKeyRenewed } from '#shared/protocol/bureau-key.ts';
import { directory } from '#shared/protocol/directory.ts';
import { enrolmentResponse } from '#shared/protocol/enrolment.ts';
import { makeEnvelope, newTestBureau } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  askHub,
  codeOf,
  enrolNewBureau,
  enrolWorkstation,
  prepareEnrolment,
  renewBureauKey as renew,
  type TestWorkstation,
} from '#test/helpers/hub-client.ts';

let hub: TestHub;
let first: TestWorkstation;

beforeEach(async () => {
  hub = await startTestHub();
  first = await enrolNewBureau(hub, 'UTO');
});
afterEach(() => hub.close());

async function directoryOf(station: TestWorkstation) {
  const { bureaus, workstations } = directory.parse((await station.ask({ path: '/v1/directory' })).body);
  return { keys: bureaus.find(({ code }) => code === 'UTO')?.encryptionKeys ?? [], workstations };
}

const events = async () =>
  (await hub.database.query<{ event: string }>(`select event from audit where bureau = 'UTO' order by number`)).map(
    ({ event }) => event,
  );

describe('the key of a bureau at the hub', () => {
  it('is followed by another, which is shown as current; the one before is retired, and the change is audited', async () => {
    const next = await newTestBureau('UTO');
    const answer = bureauKeyRenewed.parse((await renew(first, first.bureau, next)).body);
    expect(answer.keys.map(({ keyId: id, status }) => [id, status])).toEqual([
      [first.bureau.keyId, 'retired'],
      [next.keyId, 'current'],
    ]);
    expect((await directoryOf(first)).keys).toEqual(answer.keys);
    expect(await events()).toContain('bureau-key-renewed');
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  });

  it('gives the same answer to the same request, and renews nothing a second time', async () => {
    const next = await newTestBureau('UTO');
    const [one, again] = [await renew(first, first.bureau, next), await renew(first, first.bureau, next)];
    expect(again.body).toEqual(one.body);
    expect((await events()).filter((event) => event === 'bureau-key-renewed')).toHaveLength(1);
  });

  it('is not renewed without end: every workstation of every bureau is shown each key for good', async () => {
    let current = first.bureau;
    for (let renewals = 0; renewals < 20; renewals++) {
      const next = await newTestBureau('UTO');
      expect((await renew(first, current, next)).status).toBe(200);
      current = next;
    }
    const answer = await renew(first, current, await newTestBureau('UTO'));
    expect(answer).toMatchObject({ status: 429, body: { error: { details: { limit: 'keys-per-hour' } } } });
    expect((await directoryOf(first)).keys).toHaveLength(21);
  });

  it('is one of two that come at the same moment; who comes second is told which', async () => {
    const second = await enrolWorkstation(hub, first.bureau);
    const [mine, theirs] = await Promise.all([newTestBureau('UTO'), newTestBureau('UTO')]);
    const answers = await Promise.all([renew(first, first.bureau, mine), renew(second, first.bureau, theirs)]);
    expect(answers.map(codeOf).filter(Boolean)).toEqual(['bureau-key-exists']);
    const current = (await directoryOf(first)).keys.filter(({ status }) => status === 'current');
    expect(current).toHaveLength(1);
    const refused = answers.find(({ status }) => status !== 200)?.body;
    expect(refused).toMatchObject({ error: { class: 'conflict', details: { keyId: current[0]?.keyId } } });
  });

  it('never goes back to one that was retired', async () => {
    const next = await newTestBureau('UTO');
    await renew(first, first.bureau, next);
    expect(codeOf(await renew(first, next, first.bureau))).toBe('bureau-key-exists');
  });

  it('is changed by a workstation of the bureau alone, under its own signature and under the key’s own name', async () => {
    const next = await newTestBureau('UTO');
    const stranger = await enrolNewBureau(hub, 'RUR');
    expect(codeOf(await renew(stranger, first.bureau, next))).toBe('bureau-key-exists');
    expect(codeOf(await renew(first, first.bureau, next, stranger.signer))).toBe('bad-signature');
    const misnamed = { ...next, keyId: first.bureau.keyId };
    expect(codeOf(await renew(first, first.bureau, misnamed))).toBe('malformed');
    expect((await directoryOf(first)).keys).toHaveLength(1);
  });

  it('is sealed to only while it is current: a body for the retired one is refused, with the key', async () => {
    const ruritania = await enrolNewBureau(hub, 'RUR');
    const next = await newTestBureau('UTO');
    await renew(first, first.bureau, next);
    const late = await makeEnvelope({ sender: ruritania, to: [first.bureau], sequence: 1 });
    expect((await ruritania.offer(late))[0]).toMatchObject({
      code: 'recipient-key-unknown',
      class: 'conflict',
      details: { bureau: 'UTO', keyId: first.bureau.keyId },
    });
    const anew = await makeEnvelope({ sender: ruritania, to: [next], sequence: 2 });
    expect((await ruritania.offer(anew))[0]?.code).toBe('accepted');
  });

  it('is named beside a workstation that was revoked while it was current, and beside no other', async () => {
    const second = await enrolWorkstation(hub, first.bureau);
    await hub.admin.revokeWorkstation(second.workstation);
    const { workstations } = await directoryOf(first);
    const underOf = (id: string) => workstations.find((one) => one.id === id)?.revokedUnder ?? null;
    expect(underOf(second.workstation)).toBe(first.bureau.keyId);
    expect(underOf(first.workstation)).toBeNull();
  });
});

describe('a further workstation of a bureau', () => {
  const enrolWithout = async () => {
    const kit = await prepareEnrolment(await hub.admin.createEnrolmentCode('UTO'), null);
    return askHub(hub, null, { path: '/v1/enrolment', json: kit.request });
  };

  it('is enrolled without the bureau’s key, and sees it in the answer', async () => {
    const answer = enrolmentResponse.parse((await enrolWithout()).body);
    expect(answer.bureau.encryptionKeys.map(({ keyId: id }) => id)).toEqual([first.bureau.keyId]);
    expect(await directoryOf(first)).toMatchObject({ keys: [{ status: 'current' }] });
  });

  it('brings a key where the bureau has none: without one it is refused and the code stays good', async () => {
    await hub.admin.loseBureauKeys('UTO');
    const code = await hub.admin.createEnrolmentCode('UTO');
    const kit = await prepareEnrolment(code, null);
    const refused = await askHub(hub, null, { path: '/v1/enrolment', json: kit.request });
    expect(codeOf(refused)).toBe('bureau-key-missing');
    const own = await newTestBureau('UTO');
    const again = await prepareEnrolment(code, own);
    const answer = await askHub(hub, null, { path: '/v1/enrolment', json: again.request });
    expect(enrolmentResponse.parse(answer.body).bureau.encryptionKeys).toMatchObject([{ keyId: own.keyId }]);
    expect(await events()).toContain('bureau-keys-lost');
  });

  it('brings back keys that were given up for lost, out of a back-up', async () => {
    await hub.admin.loseBureauKeys('UTO');
    await expect(hub.admin.loseBureauKeys('UTO')).rejects.toThrow('no key');
    await enrolWorkstation(hub, first.bureau);
    expect((await directoryOf(first)).keys).toMatchObject([{ keyId: first.bureau.keyId, status: 'current' }]);
  });
});
