import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolmentResponse } from '#shared/protocol/enrolment.ts';
import { caPinOf, parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { newTestBureau, type TestBureau } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub, codeOf, type EnrolmentKit, enrolWorkstation, prepareEnrolment } from '#test/helpers/hub-client.ts';

describe('enrolling a workstation', () => {
  let hub: TestHub;
  let bureau: TestBureau;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    hub = await startTestHub({ clock: { now: () => now }, settings: { enrolmentFailures: 3 } });
    bureau = await newTestBureau('UTO');
  });
  afterEach(() => hub.close());

  const send = (kit: EnrolmentKit) => askHub(hub, null, { path: '/v1/enrolment', json: kit.request });
  const newKit = async (of = bureau) => prepareEnrolment(await hub.admin.createEnrolmentCode('UTO'), of);

  it('is given a certificate that names its bureau and itself, and the bureau its key', async () => {
    const answer = enrolmentResponse.parse((await send(await newKit())).body);
    const certificate = new X509Certificate(answer.certificate);
    expect(certificate.subject).toBe(`O=UTO\nCN=${answer.workstation}`);
    expect(certificate.verify(new X509Certificate(answer.ca).publicKey)).toBe(true);
    expect(answer.bureau).toMatchObject({ code: 'UTO', encryptionKeys: [{ keyId: bureau.keyId, status: 'current' }] });
  });

  it('can know the hub’s certificate authority from the code alone', async () => {
    const code = parseEnrolmentCode(await hub.admin.createEnrolmentCode('UTO'));
    const { ca } = (await askHub(hub, null, { path: '/v1/ca' })).body as { ca: string };
    const key = new X509Certificate(ca).publicKey.export({ type: 'spki', format: 'der' });
    expect(code).toMatchObject({ ok: true, value: { caPin: await caPinOf(key) } });
  });

  it('gets the same answer when the first one was lost on the way', async () => {
    const kit = await newKit();
    const first = await send(kit);
    expect((await send(kit)).body).toEqual(first.body);
    now += 24 * 60 * 60 * 1000;
    expect((await send(kit)).body).toEqual(first.body);
  });

  it('is told apart: a wrong, a used and an expired code', async () => {
    const wrong = await prepareEnrolment(await hub.admin.createEnrolmentCode('UTO'), bureau);
    await hub.database.query('delete from enrolment_codes');
    expect(codeOf(await send(wrong))).toBe('code-wrong');

    const code = await hub.admin.createEnrolmentCode('UTO', 10);
    await send(await prepareEnrolment(code, bureau));
    expect(codeOf(await send(await prepareEnrolment(code, bureau)))).toBe('code-used');

    const late = await newKit();
    now += 61 * 60 * 1000;
    expect(codeOf(await send(late))).toBe('code-expired');
  });

  it('is refused while the bureau is suspended, leaves no key and no trace but the refusal, and its code is good afterwards', async () => {
    const kit = await newKit();
    await hub.admin.suspendBureau('UTO', true);
    await expect(hub.admin.createEnrolmentCode('UTO')).rejects.toThrow('UTO is suspended');
    const refused = await send(kit);
    expect([refused.status, codeOf(refused)]).toEqual([403, 'bureau-suspended']);
    expect((await hub.admin.status()).bureaus.find(({ code }) => code === 'UTO')).toMatchObject({ keys: 0 });
    expect((await hub.admin.status()).workstations).toEqual([]);
    const sql = "select bureau, details from audit where event = 'refused'";
    expect(await hub.database.query(sql)).toEqual([{ bureau: 'UTO', details: { code: 'bureau-suspended' } }]);
    await hub.admin.suspendBureau('UTO', false);
    expect((await send(kit)).status).toBe(200);
  });

  it('admits one of two machines that use one code at the same moment', async () => {
    const code = await hub.admin.createEnrolmentCode('UTO');
    const kits = await Promise.all([prepareEnrolment(code, bureau), prepareEnrolment(code, bureau)]);
    const answers = await Promise.all(kits.map(send));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('registers one key when the first two workstations of a bureau come at the same moment', async () => {
    const other = await newTestBureau('UTO');
    const kits = await Promise.all([newKit(), newKit(other)]);
    const answers = await Promise.all(kits.map(send));
    expect(answers.map(codeOf).filter(Boolean)).toEqual(['bureau-key-exists']);
    expect((await hub.admin.status()).bureaus.find(({ code }) => code === 'UTO')).toMatchObject({ keys: 1 });
  });

  it('refuses a second workstation that brings another bureau key, says which it is, and leaves the code good', async () => {
    await enrolWorkstation(hub, bureau);
    const code = await hub.admin.createEnrolmentCode('UTO');
    const refused = await send(await prepareEnrolment(code, await newTestBureau('UTO')));
    expect(refused.body).toMatchObject({
      error: { code: 'bureau-key-exists', details: { bureau: 'UTO', keyId: bureau.keyId } },
    });
    expect((await send(await prepareEnrolment(code, bureau))).status).toBe(200);
  });

  it('refuses a signing key its sender does not hold, and a key id that is not its key’s', async () => {
    const [kit, other] = await Promise.all([newKit(), newKit()]);
    const stolen = { ...kit.request, signingKey: other.request.signingKey };
    expect(codeOf(await askHub(hub, null, { path: '/v1/enrolment', json: stolen }))).toBe('bad-signature');
    const misnamed = await newKit({ ...bureau, keyId: (await newTestBureau('RUR')).keyId });
    expect(codeOf(await send(misnamed))).toBe('malformed');
  });

  it('limits how often one address may try codes', async () => {
    const codes = ['A', 'B', 'C', 'D'].map(() => hub.admin.createEnrolmentCode('UTO', 1));
    const kits = await Promise.all(codes.map(async (code) => prepareEnrolment(await code, bureau)));
    now += 2 * 60 * 1000;
    const answers: (string | undefined)[] = [];
    for (const kit of kits) answers.push(codeOf(await send(kit)));
    expect(answers).toEqual(['code-expired', 'code-expired', 'code-expired', 'rate-limited']);
    now += 11 * 60 * 1000;
    expect(codeOf(await send(await newKit()))).toBeUndefined();
  });

  it('takes a right code however many wrong ones came from the same address, and notes no more of those than its limit', async () => {
    const wrong = await newKit();
    await hub.database.query('delete from enrolment_codes');
    const answers: (string | undefined)[] = [];
    for (let count = 0; count < 6; count++) answers.push(codeOf(await send(wrong)));
    expect(answers).toEqual([...Array(3).fill('code-wrong'), ...Array(3).fill('rate-limited')]);
    expect(await hub.database.query('select 1 from enrolment_failures')).toHaveLength(3);
    const right = await newKit();
    const [first, again] = [await send(right), await send(right)];
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(codeOf(await send(wrong))).toBe('rate-limited');
    // Another machine that has the same code is told to wait as one with a wrong code is.
    const code = await hub.admin.createEnrolmentCode('UTO');
    expect((await send(await prepareEnrolment(code, bureau))).status).toBe(200);
    expect(codeOf(await send(await prepareEnrolment(code, bureau)))).toBe('rate-limited');
  });

  it('keeps no secret of a code in the database', async () => {
    const kit = await newKit();
    const secret = Buffer.from(kit.request.secret, 'base64url');
    const rows = await hub.database.query<{ row: string }>('select c::text as row from enrolment_codes c');
    for (const { row } of rows) {
      expect(row).not.toContain(kit.request.secret);
      expect(row).not.toContain(secret.toString('hex'));
    }
  });
});
